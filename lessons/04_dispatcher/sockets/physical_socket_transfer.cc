// Sending and receiving, with the re-arming rule in each call.
#include <algorithm>
#include <limits>
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/sockets/physical_socket.h"
#include "support/trace.h"

namespace l04 {
namespace {

// The interface counts in int, as WebRTC's does.
std::size_t ClampToInt(std::size_t size) {
  return std::min(size, static_cast<std::size_t>(std::numeric_limits<int>::max()));
}

}  // namespace

// [send]
int PhysicalSocket::Send(const void* data, std::size_t size) {
  size = ClampToInt(size);
  if (facts_.datagram) {
    return SendDatagram([&] { return server_.calls().Send(handle_, data, size); }, size);
  }
  if (state_ == State::kConnecting && !facts_.listening) {
    // Linux says "not now" here and Winsock says "not connected": above this layer it is the same.
    Arm(DE_WRITE);
    return Refuse(OwnError::kWouldBlock);
  }
  if (state_ != State::kConnected) return Refuse(OwnError::kNotConnected);
  if (facts_.sending_ended) return Refuse(OwnError::kSendingEnded);
  const int sent = Result(server_.calls().Send(handle_, data, size));
  support::TraceInstant("send", {{"socket", handle_}, {"asked", size}, {"result", sent}});
  return Sent(sent, size);
}

// What a send leads to: a short or blocked one arms WRITE.
int PhysicalSocket::Sent(int sent, std::size_t size) {
  if (sent >= 0) {
    if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
    if (static_cast<std::size_t>(sent) == size) return sent;
    Arm(DE_WRITE);
    // epoll reports room by itself, but WSAEventSelect only after a send that blocked, and this one
    // did not: so the next try is announced here.
    Announce(DE_WRITE);
  } else if (IsBlocking()) {
    Arm(DE_WRITE);
  } else if (server_.calls().KindOf(error_) == ErrorKind::kBroken) {
    NoteEnd(error_);
  }
  return sent;
}
// [send]

// The system keeps an error that came back for an earlier datagram ("port unreachable") and returns
// it from whatever call comes next. It belongs to the next receive; this datagram has done nothing
// wrong, so it goes out.
template <typename Call>
int PhysicalSocket::SendDatagram(Call call, std::size_t size) {
  int sent = Result(call());
  if (sent < 0 && server_.calls().KindOf(error_) == ErrorKind::kBroken) {
    const int earlier = error_;
    sent = Result(call());
    if (sent >= 0) {
      reported_error_ = earlier;
      if ((enabled_events_ & DE_READ) != 0) Announce(DE_READ);
    }
  }
  support::TraceInstant("sendto", {{"socket", handle_}, {"asked", size}, {"result", sent}});
  if (sent >= 0) {
    if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  } else if (IsBlocking()) {
    Arm(DE_WRITE);
  }
  return sent;
}

int PhysicalSocket::SendTo(const void* data, std::size_t size, const l01::Endpoint& peer) {
  if (!facts_.datagram) return Send(data, size);
  size = ClampToInt(size);
  return SendDatagram([&] { return server_.calls().SendTo(handle_, data, size, peer); }, size);
}

// [recv]
int PhysicalSocket::Recv(void* data, std::size_t size) {
  if (facts_.datagram) {
    if (TakeReportedError()) return -1;
    return ReceivedDatagram(Result(server_.calls().Recv(handle_, data, ClampToInt(size))));
  }
  if (size == 0) return 0;
  if (facts_.listening || handle_ == kNoHandle) return Refuse(OwnError::kNotConnected);
  if (state_ == State::kConnecting) return Refuse(OwnError::kWouldBlock);
  const int received = Result(server_.calls().Recv(handle_, data, ClampToInt(size)));
  support::TraceInstant("recv", {{"socket", handle_}, {"room", size}, {"result", received}});
  return Received(received);
}

// What a receive leads to: it arms READ while there may be more, or it has found the end.
int PhysicalSocket::Received(int received) {
  if (received == 0) {
    // The end of the stream is told by a signal, so here it looks like "nothing there".
    if (state_ == State::kConnected && !facts_.end_told) NoteEnd(0);
    return Refuse(OwnError::kWouldBlock);
  }
  if (state_ != State::kConnected) return received;  // after the end: what had come before it
  if (received > 0 || IsBlocking()) {
    if constexpr (LoopPolice::kOn) {
      if (received > 0) server_.police().NoteProgress();
    }
    if (!facts_.end_told) Arm(DE_READ);
    if ((due_ & DE_CLOSE) != 0) Announce(0);  // the end waits for the last byte: look again
  } else if (server_.calls().KindOf(error_) == ErrorKind::kBroken) {
    NoteEnd(error_);
  }
  return received;
}
// [recv]

int PhysicalSocket::RecvFrom(void* data, std::size_t size, l01::Endpoint* peer, bool* truncated) {
  if (truncated != nullptr) *truncated = false;
  if (!facts_.datagram) {
    if (peer != nullptr) *peer = GetRemoteAddress();
    return Recv(data, size);
  }
  if (TakeReportedError()) return -1;
  return ReceivedDatagram(
      Result(server_.calls().RecvFrom(handle_, data, ClampToInt(size), peer, truncated)));
}

// A datagram of 0 bytes is a datagram, and no error ends anything: READ is armed in every case.
int PhysicalSocket::ReceivedDatagram(int received) {
  support::TraceInstant("recvfrom", {{"socket", handle_}, {"result", received}});
  if (received >= 0) {
    if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  }
  if (handle_ != kNoHandle) Arm(DE_READ);
  return received;
}

bool PhysicalSocket::TakeReportedError() {
  if (reported_error_ == 0) return false;
  error_ = std::exchange(reported_error_, 0);
  Arm(DE_READ);
  return true;
}

}  // namespace l04
