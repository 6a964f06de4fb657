// The API functions about sockets: each finds the socket, lets it act, and waits if it must.
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <system_error>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/call.h"

namespace {

using l02::AnyAddress;
using l02::Call;
using l02::EmulatedSocket;
using l02::Finish;
using l02::Outcome;
using std::chrono::milliseconds;

// Copies an address to the caller, who says in *size how much room there is.
Outcome GiveAddress(const AnyAddress& address, sockaddr* room, int* size) {
  if (room == nullptr || size == nullptr) return Outcome::Of(0);
  if (*size < static_cast<int>(address.size)) return Outcome::Failed(WSAEFAULT);
  std::memcpy(room, &address.storage, address.size);
  *size = static_cast<int>(address.size);
  return Outcome::Of(0);
}

SOCKET Accept(SOCKET handle, sockaddr* address, int* size,
              const EmulatedSocket::Condition& condition) {
  Call call;
  const auto listener = call.FindSocket(handle);
  if (!listener) return INVALID_SOCKET;
  EmulatedSocket::Condition asked;
  if (condition) {
    // Without the lock: the application's procedure may use the API itself.
    asked = [&](const AnyAddress& caller) {
      call.lock().unlock();
      const int verdict = condition(caller);
      call.lock().lock();
      return verdict;
    };
  }
  std::shared_ptr<EmulatedSocket> accepted;
  AnyAddress peer;
  Outcome outcome = Repeat(call, *listener, POLLIN, std::nullopt,
                           [&] { return listener->Accept(asked, accepted, peer); });
  if (outcome.ok()) outcome = GiveAddress(peer, address, size);
  if (Finish(outcome) == SOCKET_ERROR) return INVALID_SOCKET;
  const SOCKET result = call.Register(accepted);
  try {
    accepted->Inherit(*listener);
  } catch (const std::system_error&) {
    call.CloseSocket(static_cast<std::uintptr_t>(result));
    WSASetLastError(WSAENOBUFS);
    return INVALID_SOCKET;
  }
  return result;
}

// A blocking send ends only when everything is taken; a non-blocking one takes what fits.
Outcome SendAll(Call& call, EmulatedSocket& socket, std::span<const char> data, int flags) {
  const auto deadline = l02::DeadlineAfter(socket.send_timeout(), milliseconds(0));
  std::size_t sent = 0;
  do {
    const Outcome outcome = Repeat(call, socket, POLLOUT, deadline, [&] {
      return socket.TrySend(data.subspan(sent), flags, nullptr, 0);
    });
    if (!outcome.ok()) {
      // Another thread may have made the socket non-blocking meanwhile. What has been taken counts.
      const bool partly = sent > 0 && outcome.error == WSAEWOULDBLOCK;
      return partly ? Outcome::Of(static_cast<int>(sent)) : outcome;
    }
    sent += static_cast<std::size_t>(outcome.value);
  } while (sent < data.size() && !socket.nonblocking());
  return Outcome::Of(static_cast<int>(sent));
}

std::span<const char> Bytes(const char* data, int size) {
  return {data, static_cast<std::size_t>(std::max(size, 0))};
}

std::span<char> Bytes(char* data, int size) {
  return {data, static_cast<std::size_t>(std::max(size, 0))};
}

}  // namespace

SOCKET WSASocketA(int family, int type, int protocol, LPWSAPROTOCOL_INFOA, GROUP, DWORD) {
  Call call;
  int error = WSANOTINITIALISED;
  if (call.state().startups == 0) {
    WSASetLastError(error);
    return INVALID_SOCKET;
  }
  auto socket = EmulatedSocket::Open(family, type, protocol, call.state().profile, error);
  if (socket) return call.Register(std::move(socket));
  WSASetLastError(error);
  return INVALID_SOCKET;
}

int bind(SOCKET handle, const sockaddr* address, int size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  return socket ? Finish(socket->Bind(address, size)) : SOCKET_ERROR;
}

int listen(SOCKET handle, int backlog) {
  Call call;
  const auto socket = call.FindSocket(handle);
  return socket ? Finish(socket->Listen(backlog)) : SOCKET_ERROR;
}

SOCKET accept(SOCKET handle, sockaddr* address, int* size) {
  return Accept(handle, address, size, {});
}

SOCKET WSAAccept(SOCKET handle, sockaddr* address, int* size, LPCONDITIONPROC condition,
                 DWORD_PTR context) {
  if (condition == nullptr) return Accept(handle, address, size, {});
  return Accept(handle, address, size, [&](const AnyAddress& peer) {
    AnyAddress copy = peer;
    WSABUF caller{copy.size, reinterpret_cast<char*>(&copy.storage)};
    WSABUF nothing{0, nullptr};
    return condition(&caller, nullptr, nullptr, nullptr, &nothing, nullptr, nullptr, context);
  });
}

int connect(SOCKET handle, const sockaddr* address, int size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  Outcome outcome = socket->StartConnect(address, size);
  if (outcome.error == WSAEWOULDBLOCK && !socket->nonblocking()) {
    outcome = Repeat(call, *socket, POLLOUT, std::nullopt, [&] { return socket->ConnectResult(); });
  }
  return Finish(outcome);
}

int send(SOCKET handle, const char* data, int size, int flags) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  const Outcome outcome = SendAll(call, *socket, Bytes(data, size), flags);
  socket->NoteSend(outcome);
  if (outcome.ok() && socket->HasBacklog()) call.state().unsent.push_back(socket);
  return Finish(outcome);
}

int sendto(SOCKET handle, const char* data, int size, int flags, const sockaddr* to, int to_size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  const auto deadline = l02::DeadlineAfter(socket->send_timeout(), milliseconds(0));
  const Outcome outcome = Repeat(call, *socket, POLLOUT, deadline, [&] {
    return socket->TrySend(Bytes(data, size), flags, to, to_size);
  });
  socket->NoteSend(outcome);
  return Finish(outcome);
}

int recv(SOCKET handle, char* room, int size, int flags) {
  return recvfrom(handle, room, size, flags, nullptr, nullptr);
}

int recvfrom(SOCKET handle, char* room, int size, int flags, sockaddr* from, int* from_size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  AnyAddress peer;
  const auto deadline = l02::DeadlineAfter(socket->receive_timeout(), milliseconds(0));
  Outcome outcome = Repeat(call, *socket, POLLIN, deadline,
                           [&] { return socket->TryReceive(Bytes(room, size), flags, &peer); });
  socket->NoteReceive(outcome, flags);
  // A datagram that was cut off has a sender too; a stream has none to tell.
  const Outcome given = peer.size == 0 ? Outcome::Of(0) : GiveAddress(peer, from, from_size);
  return Finish(given.ok() ? outcome : given);
}

int shutdown(SOCKET handle, int how) {
  Call call;
  const auto socket = call.FindSocket(handle);
  return socket ? Finish(socket->Shutdown(how)) : SOCKET_ERROR;
}

int closesocket(SOCKET handle) {
  Call call;
  if (!call.FindSocket(handle)) return SOCKET_ERROR;
  call.CloseSocket(static_cast<std::uintptr_t>(handle));
  return 0;
}

int ioctlsocket(SOCKET handle, long command, u_long* argument) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (argument == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  if (command == FIONBIO) return Finish(socket->SetNonBlocking(*argument != 0));
  if (command != FIONREAD) return Finish(Outcome::Failed(WSAEINVAL));
  const Outcome bytes = socket->ReadableBytes();
  if (bytes.ok()) *argument = static_cast<u_long>(bytes.value);
  return Finish(bytes.ok() ? Outcome::Of(0) : bytes);
}

int getsockopt(SOCKET handle, int level, int name, char* value, int* size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (value == nullptr || size == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  return Finish(socket->GetOption(level, name, Bytes(value, *size), *size));
}

int setsockopt(SOCKET handle, int level, int name, const char* value, int size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (value == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  return Finish(socket->SetOption(level, name, Bytes(value, size)));
}

int getsockname(SOCKET handle, sockaddr* address, int* size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (address == nullptr || size == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  AnyAddress local;
  const Outcome outcome = socket->LocalAddress(local);
  return Finish(outcome.ok() ? GiveAddress(local, address, size) : outcome);
}

int getpeername(SOCKET handle, sockaddr* address, int* size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (address == nullptr || size == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  AnyAddress peer;
  const Outcome outcome = socket->PeerAddress(peer);
  return Finish(outcome.ok() ? GiveAddress(peer, address, size) : outcome);
}
