// The phases of a connection, and the errors that are remembered.
#include "02_wsaeventselect/emulation/connection.h"

#include <poll.h>

#include <cerrno>

namespace l02 {

Connection::Phase Connection::Update() {
  if (phase_ == Phase::kConnecting) TakeConnectResult();
  return phase_;
}

void Connection::TakeConnectResult() {
  if (kernel_.Ready(POLLOUT) == 0) return;
  connect_finished_ = true;
  const int error = kernel_.TakeError();
  // These two exist only after the connection stood: it was made, and broken before we looked.
  const bool broken_later = error == ECONNRESET || error == EPIPE;
  if (error == 0 || broken_later) {
    phase_ = Phase::kConnected;
    NoteReset(error);
    return;
  }
  // A failure is FD_CONNECT as well, with a code. There is no FD_WRITE and no FD_CLOSE then.
  phase_ = Phase::kFailed;
  connect_error_ = WinsockCode(error);
  sticky_error_ = connect_error_;
}

void Connection::Look() {
  Update();
  if (connect_finished_) association_.Post(FD_CONNECT_BIT, connect_error_);
}

Outcome Connection::Start(const sockaddr* address, int size) {
  const auto length = static_cast<socklen_t>(size);
  int result = ::connect(kernel_.fd(), address, length);
  // After a failed attempt Linux answers the next one with ECONNABORTED, once.
  if (result < 0 && errno == ECONNABORTED && kernel_.profile().connect_retry_works) {
    result = ::connect(kernel_.fd(), address, length);
  }
  // An interrupted attempt goes on in the background as well.
  if (result < 0 && errno != EINPROGRESS && errno != EINTR) {
    phase_ = Phase::kUnconnected;
    return Outcome::FromErrno();
  }
  association_.Unlatch(FD_CONNECT | FD_WRITE);
  phase_ = Phase::kConnecting;
  connect_finished_ = false;
  connect_error_ = 0;
  sticky_error_ = 0;
  kernel_.NoteBound();
  // Even if it has succeeded already: on a non-blocking socket FD_CONNECT tells the result.
  return Outcome::Failed(WSAEWOULDBLOCK);
}

Outcome Connection::Result() {
  if (Update() == Phase::kConnecting) return Outcome::Failed(WSAEWOULDBLOCK);
  if (phase_ == Phase::kConnected) return Outcome::Of(0);
  if (!kernel_.profile().blocking_connect_keeps_error) sticky_error_ = 0;
  return Outcome::Failed(connect_error_);
}

Outcome Connection::Check(bool sending) {
  const Profile& profile = kernel_.profile();
  if (Update() == Phase::kConnected) return Outcome::Of(0);
  if (phase_ == Phase::kConnecting) {
    return Outcome::Failed(profile.io_while_connecting_not_conn ? WSAENOTCONN : WSAEWOULDBLOCK);
  }
  if (sending && !profile.unconnected_io_not_conn) return Outcome::Failed(WSAECONNRESET);
  return Outcome::Failed(WSAENOTCONN);
}

void Connection::NoteReset(int errno_value) {
  if (errno_value == 0 || reset_) return;
  reset_ = true;
  const bool by_peer = errno_value == ECONNRESET || errno_value == EPIPE;
  reset_code_ = by_peer ? kernel_.profile().reset_error_code : WinsockCode(errno_value);
  sticky_error_ = reset_code_;
}

int Connection::SocketError() {
  if (Update() == Phase::kConnected) TakeReset();
  return sticky_error_;
}

}  // namespace l02
