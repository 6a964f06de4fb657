// Socket calls, with the re-arming rule in each.
#include "04_dispatcher/sockets/physical_socket.h"

#include <algorithm>
#include <limits>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "support/trace.h"

namespace l04 {
namespace {

// The interface counts in int, as WebRTC's does.
std::size_t ClampToInt(std::size_t size) {
  return std::min(size, static_cast<std::size_t>(std::numeric_limits<int>::max()));
}

}  // namespace

PhysicalSocket::PhysicalSocket(PhysicalSocketServer& server, Handle handle)
    : server_(server),
      handle_(handle),
      state_(handle == kNoHandle ? State::kClosed : State::kConnected) {}

// Keeps the error of a failed call: a later successful call does not overwrite it.
int PhysicalSocket::Result(std::ptrdiff_t result) {
  if (result < 0) error_ = server_.calls().LastError();
  return static_cast<int>(result);
}

int PhysicalSocket::Bind(const l01::Endpoint& local) {
  return Result(server_.calls().Bind(handle_, local));
}

int PhysicalSocket::Listen(int backlog) {
  if (Result(server_.calls().Listen(handle_, backlog)) != 0) return -1;
  state_ = State::kConnecting;  // WebRTC has no "listening": not closed, and not connected either
  EnableEvents(DE_ACCEPT);
  return 0;
}

// [connect]
int PhysicalSocket::Connect(const l01::Endpoint& peer) {
  if (state_ != State::kClosed) {
    error_ = server_.calls().AlreadyError();
    return -1;
  }
  if (handle_ == kNoHandle && !Create(peer.family(), type())) return -1;
  if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  if (Result(server_.calls().Connect(handle_, peer)) == 0) {
    state_ = State::kConnected;  // at once: no signal will come, the caller must look at the state
    EnableEvents(DE_READ | DE_WRITE);
    return 0;
  }
  if (!IsBlocking()) return -1;
  state_ = State::kConnecting;
  EnableEvents(DE_READ | DE_WRITE | DE_CONNECT);
  return 0;
}
// [connect]

// [send]
int PhysicalSocket::Send(const void* data, std::size_t size) {
  size = ClampToInt(size);
  const int sent = Result(server_.calls().Send(handle_, data, size));
  support::TraceInstant("send", {{"socket", handle_}, {"asked", size}, {"result", sent}});
  return Sent(sent, size);
}

// What a send leads to: a short or blocked one arms WRITE.
int PhysicalSocket::Sent(int sent, std::size_t size) {
  if (sent >= 0) {
    if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
    if (static_cast<std::size_t>(sent) == size) return sent;
    EnableEvents(DE_WRITE);
    SentShort();
  } else if (IsBlocking()) {
    EnableEvents(DE_WRITE);
    SentBlocked();
  } else if (state_ == State::kConnected && !datagram_) {
    ConnectionBroken(error_);
  }
  return sent;
}
// [send]

int PhysicalSocket::SendTo(const void* data, std::size_t size, const l01::Endpoint& peer) {
  size = ClampToInt(size);
  const int sent = Result(server_.calls().SendTo(handle_, data, size, peer));
  support::TraceInstant("sendto", {{"socket", handle_}, {"asked", size}, {"result", sent}});
  return Sent(sent, size);
}

// [recv]
int PhysicalSocket::Recv(void* data, std::size_t size) {
  if (datagram_) {
    if (const int error = TakeReportedError()) return ReportedToReceiver(error);
    return ReceivedDatagram(Result(server_.calls().Recv(handle_, data, ClampToInt(size))));
  }
  if (size == 0) return 0;
  const int received = Result(server_.calls().Recv(handle_, data, ClampToInt(size)));
  support::TraceInstant("recv", {{"socket", handle_}, {"room", size}, {"result", received}});
  return Received(received);
}

// What a receive leads to: it arms READ, unless the connection is broken.
int PhysicalSocket::Received(int received) {
  if (received > 0) {
    if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  }
  if (received == 0) {
    // The end of the stream is announced by one signal, so here it looks like "nothing there".
    error_ = server_.calls().WouldBlockError();
    received = -1;
  }
  if (received > 0 || IsBlocking()) {
    EnableEvents(DE_READ);
    Drained();
  } else if (state_ == State::kConnected) {
    ConnectionBroken(error_);
  }
  return received;
}
// [recv]

int PhysicalSocket::RecvFrom(void* data, std::size_t size, l01::Endpoint* peer) {
  if (!datagram_) {
    if (peer != nullptr) *peer = GetRemoteAddress();
    return Recv(data, size);
  }
  if (const int error = TakeReportedError()) return ReportedToReceiver(error);
  return ReceivedDatagram(Result(server_.calls().RecvFrom(handle_, data, ClampToInt(size), peer)));
}

// A datagram of 0 bytes is a datagram, and no error ends anything: READ is armed in every case.
int PhysicalSocket::ReceivedDatagram(int received) {
  support::TraceInstant("recvfrom", {{"socket", handle_}, {"result", received}});
  if (received >= 0) {
    if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  }
  if (handle_ != kNoHandle) EnableEvents(DE_READ);
  return received;
}

int PhysicalSocket::ReportedToReceiver(int error) {
  error_ = error;
  EnableEvents(DE_READ);
  return -1;
}

int PhysicalSocket::ShutdownSend() {
  return Result(server_.calls().ShutdownSend(handle_));
}

bool PhysicalSocket::IsBlocking() const {
  return server_.calls().IsBlocking(error_);
}

std::string PhysicalSocket::ErrorText(int error) const {
  return server_.calls().Reason(error);
}

l01::Endpoint PhysicalSocket::GetLocalAddress() const {
  return server_.calls().LocalEndpoint(handle_);
}

l01::Endpoint PhysicalSocket::GetRemoteAddress() const {
  return server_.calls().PeerEndpoint(handle_);
}

int PhysicalSocket::SetOption(Option option, int value) {
  return Result(server_.calls().SetOption(handle_, option, value));
}

int PhysicalSocket::GetOption(Option option, int* value) const {
  return server_.calls().GetOption(handle_, option, value);
}

}  // namespace l04
