#include "tests/04_dispatcher/support/fake_network.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>

namespace l04 {
namespace {

using State = FakeSocket::State;

}  // namespace

FakeSocket* FakeNetwork::Find(Handle handle) {
  const auto found = sockets_.find(handle);
  return found == sockets_.end() ? nullptr : &found->second;
}

FakeSocket* FakeNetwork::FindByAddress(const l01::Endpoint& local, int type) {
  for (auto& [handle, socket] : sockets_) {
    const bool receives = type == SOCK_DGRAM || socket.state == State::kListening;
    if (socket.type == type && receives && socket.local == local) return &socket;
  }
  return nullptr;
}

int FakeNetwork::Fail(int error) {
  error_ = error;
  return -1;
}

// The lowest free number, as a system gives it: a closed handle's number comes back at once.
Handle FakeNetwork::Open(int, int type) {
  Handle handle = 3;
  while (sockets_.contains(handle)) ++handle;
  sockets_[handle].type = type;
  return handle;
}

void FakeNetwork::Reset(Handle handle) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return;
  socket->error = ECONNRESET;
  socket->other = kNoHandle;
}

void FakeNetwork::Close(Handle handle) {
  const FakeSocket closed = std::move(sockets_.at(handle));
  sockets_.erase(handle);
  for (const Handle waiting : closed.waiting) {
    Reset(sockets_.at(waiting).other);
    sockets_.erase(waiting);
  }
  FakeSocket* const other = Find(closed.other);
  if (other == nullptr) return;
  if (closed.in.empty() && !closed.aborts) {
    other->ended = true;
    other->other = kNoHandle;
  } else {
    Reset(closed.other);
  }
}

void FakeNetwork::BindAny(FakeSocket& socket, int family) {
  if (socket.local.family() == AF_UNSPEC) {
    socket.local = l01::Endpoint::Loopback(next_port_++, family);
  }
}

int FakeNetwork::Bind(Handle handle, const l01::Endpoint& local) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  if (local.port() == 0) {
    const std::string text = local.ToString();  // "127.0.0.2:0"; "[::1]:0" is left to BindAny
    const auto given = l01::Endpoint::Parse(text.substr(0, text.rfind(':')), next_port_++);
    socket->local = given.value_or(l01::Endpoint());
    BindAny(*socket, local.family());
    return 0;
  }
  for (const auto& [taken, other] : sockets_) {
    if (other.local == local && other.type == socket->type) return Fail(EADDRINUSE);
  }
  socket->local = local;
  return 0;
}

int FakeNetwork::SetAbortOnClose(Handle handle) {
  sockets_.at(handle).aborts = true;
  return 0;
}

int FakeNetwork::Listen(Handle handle, int) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EINVAL);
  if (socket->state != State::kOpen && socket->state != State::kListening) return Fail(EINVAL);
  if (socket->local.family() == AF_UNSPEC) return Fail(EINVAL);
  socket->state = State::kListening;
  return 0;
}

Handle FakeNetwork::Accept(Handle listener, l01::Endpoint* peer) {
  FakeSocket* const socket = Find(listener);
  if (socket == nullptr || socket->waiting.empty()) {
    Fail(EWOULDBLOCK);
    return kNoHandle;
  }
  const Handle accepted = socket->waiting.front();
  socket->waiting.pop_front();
  *peer = sockets_.at(accepted).peer;
  return accepted;
}

int FakeNetwork::Connect(Handle handle, const l01::Endpoint& peer) {
  FakeSocket* const client = Find(handle);
  if (client == nullptr) return Fail(EBADF);
  BindAny(*client, peer.family());
  client->peer = peer;
  if (client->type == SOCK_DGRAM) {
    client->state = State::kConnected;
    return 0;
  }
  client->state = State::kConnecting;
  FakeSocket* const listener = FindByAddress(peer, SOCK_STREAM);
  if (listener == nullptr) {
    client->error = ECONNREFUSED;
    return Fail(EINPROGRESS);
  }
  const Handle accepted = Open(peer.family(), SOCK_STREAM);
  FakeSocket& server = sockets_.at(accepted);
  server.local = peer;
  server.peer = client->local;
  server.state = State::kConnected;
  server.other = handle;
  client->other = accepted;
  listener->waiting.push_back(accepted);
  return Fail(EINPROGRESS);
}

std::ptrdiff_t FakeNetwork::Send(Handle handle, const void* data, std::size_t size) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  if (socket->type == SOCK_DGRAM) return SendTo(handle, data, size, socket->peer);
  if (socket->error != 0) return Fail(std::exchange(socket->error, 0));
  if (socket->state != State::kConnected) return Fail(EPIPE);
  if (size == 0) return 0;
  FakeSocket* const other = Find(socket->other);
  if (other == nullptr) {  // it has closed: this goes out and a reset comes back
    socket->error = ECONNRESET;
    return static_cast<std::ptrdiff_t>(size);
  }
  const std::size_t room = kRoom - other->in.size();
  if (room == 0) return Fail(EWOULDBLOCK);
  const std::size_t taken = std::min(room, size);
  other->in.append(static_cast<const char*>(data), taken);
  return static_cast<std::ptrdiff_t>(taken);
}

std::ptrdiff_t FakeNetwork::Recv(Handle handle, void* data, std::size_t size) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  if (socket->type == SOCK_DGRAM) return RecvFrom(handle, data, size, nullptr, nullptr);
  const std::size_t taken = std::min(size, socket->in.size());
  if (taken > 0) {
    std::memcpy(data, socket->in.data(), taken);
    socket->in.erase(0, taken);
    return static_cast<std::ptrdiff_t>(taken);
  }
  if (socket->error != 0) return Fail(std::exchange(socket->error, 0));
  if (socket->ended) return 0;
  return Fail(socket->state == State::kConnected ? EWOULDBLOCK : ENOTCONN);
}

std::ptrdiff_t FakeNetwork::SendTo(Handle handle, const void* data, std::size_t size,
                                   const l01::Endpoint& peer) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  BindAny(*socket, peer.family());
  FakeSocket* const other = FindByAddress(peer, SOCK_DGRAM);
  if (other != nullptr) {
    other->datagrams.emplace_back(socket->local, std::string(static_cast<const char*>(data), size));
  } else if (socket->state == State::kConnected) {
    socket->error = ECONNREFUSED;
  }
  return static_cast<std::ptrdiff_t>(size);
}

std::ptrdiff_t FakeNetwork::RecvFrom(Handle handle, void* data, std::size_t size,
                                     l01::Endpoint* peer, bool* truncated) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  if (socket->datagrams.empty()) return Fail(EWOULDBLOCK);
  const auto [from, text] = std::move(socket->datagrams.front());
  socket->datagrams.pop_front();
  const std::size_t taken = std::min(size, text.size());
  std::memcpy(data, text.data(), taken);
  if (peer != nullptr) *peer = from;
  if (truncated != nullptr) *truncated = taken < text.size();
  return static_cast<std::ptrdiff_t>(taken);
}

std::ptrdiff_t FakeNetwork::Peek(Handle handle) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  if (!socket->in.empty()) return 1;
  if (socket->error != 0) return Fail(socket->error);
  return socket->ended ? 0 : Fail(EWOULDBLOCK);
}

int FakeNetwork::ShutdownSend(Handle handle) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr || socket->state != State::kConnected) return Fail(ENOTCONN);
  if (FakeSocket* const other = Find(socket->other)) other->ended = true;
  return 0;
}

int FakeNetwork::SetOption(Handle handle, Option option, int value) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  if (option == Option::kNoDelay && socket->type == SOCK_DGRAM) return Fail(ENOPROTOOPT);
  socket->options[static_cast<std::size_t>(option)] = value;
  return 0;
}

int FakeNetwork::GetOption(Handle handle, Option option, int* value) {
  FakeSocket* const socket = Find(handle);
  if (socket == nullptr) return Fail(EBADF);
  *value = socket->options[static_cast<std::size_t>(option)];
  return 0;
}

l01::Endpoint FakeNetwork::LocalEndpoint(Handle handle) {
  const FakeSocket* const socket = Find(handle);
  return socket == nullptr ? l01::Endpoint() : socket->local;
}

ErrorKind FakeNetwork::KindOf(int error) {
  if (error == EWOULDBLOCK || error == EINPROGRESS) return ErrorKind::kNotNow;
  if (error == EMFILE) return ErrorKind::kOutOfResources;
  const bool call = error == EBADF || error == EFAULT || error == EINVAL;
  return call ? ErrorKind::kAboutTheCall : ErrorKind::kBroken;
}

int FakeNetwork::CodeOf(OwnError error) {
  switch (error) {
    case OwnError::kWouldBlock:
      return EWOULDBLOCK;
    case OwnError::kAlready:
      return EALREADY;
    case OwnError::kNotConnected:
      return ENOTCONN;
    case OwnError::kSendingEnded:
      return EPIPE;
    case OwnError::kInvalid:
      return EINVAL;
    case OwnError::kTimedOut:
      return ETIMEDOUT;
    case OwnError::kHostNotFound:
      return -1;
  }
  return EINVAL;
}

std::string FakeNetwork::Reason(int error) {
  return error == ECONNREFUSED ? "Connection refused" : std::generic_category().message(error);
}

ReadyEvent FakeNetwork::Look(DispatcherKey key, Handle handle, std::uint32_t mask) {
  FakeSocket& socket = sockets_.at(handle);
  ReadyEvent ready{key, 0, 0};
  if (mask == 0) return ready;
  if (socket.error != 0) {
    ready.error = std::exchange(socket.error, 0);
    ready.flags = DE_CLOSE;
    socket.ended = true;
    if (ready.error == ECONNRESET && socket.state == State::kConnecting) {
      socket.state = State::kConnected;  // it stood for a moment
      ready.flags |= mask & (DE_CONNECT | DE_WRITE);
    }
    if (!socket.in.empty()) ready.flags |= mask & DE_READ;
    return ready;
  }
  if (socket.state == State::kConnecting) {
    socket.state = State::kConnected;
    ready.flags = mask & (DE_CONNECT | DE_WRITE);
    return ready;
  }
  if (!socket.waiting.empty()) ready.flags |= mask & DE_ACCEPT;
  const bool readable = !socket.in.empty() || socket.ended || !socket.datagrams.empty();
  if (readable) ready.flags |= mask & DE_READ;
  if (socket.ended && (mask & DE_READ) != 0) ready.flags |= DE_CLOSE;
  const FakeSocket* const other = Find(socket.other);
  const bool room = other == nullptr || other->in.size() < kRoom;
  if (socket.state != State::kListening && room) ready.flags |= mask & DE_WRITE;
  return ready;
}

int FakeWaiter::Set(DispatcherKey key, Handle handle, std::uint32_t mask) {
  watched_[key] = {handle, mask};
  return 0;
}

void FakeWaiter::Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) {
  ready->clear();
  for (const auto& [key, watched] : watched_) {
    if (!process_io) break;
    const ReadyEvent event = network_.Look(key, watched.first, watched.second);
    if (event.flags != 0) ready->push_back(event);
  }
  std::unique_lock lock(mutex_);
  const auto woken = [this] { return wake_; };
  if (ready->empty() && timeout_ms < 0) woken_.wait(lock, woken);
  if (ready->empty() && timeout_ms > 0) {
    woken_.wait_for(lock, std::chrono::milliseconds(timeout_ms), woken);
  }
  wake_ = false;
}

void FakeWaiter::WakeUp() {
  const std::lock_guard lock(mutex_);
  wake_ = true;
  woken_.notify_one();
}

Backend MakeFakeBackend() {
  auto network = std::make_unique<FakeNetwork>();
  auto waiter = std::make_unique<FakeWaiter>(*network);
  return {std::move(network), std::move(waiter)};
}

}  // namespace l04
