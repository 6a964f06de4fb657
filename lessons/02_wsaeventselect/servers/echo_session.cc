// What to do at FD_READ, FD_WRITE and FD_CLOSE.
#include "02_wsaeventselect/servers/echo_session.h"

namespace l02 {

// An accepted socket inherits the listener's event and mask. With its own it hears of its own data.
void EchoSession::Watch(WSAEVENT event, CallCounts& counts) {
  SelectEvents(socket_.get(), event, FD_READ | FD_WRITE | FD_CLOSE, counts);
}

// [on-events]
bool EchoSession::OnEvents(const WSANETWORKEVENTS& events) {
  // No `else`: several bits can be set. A bit that is dropped here is gone: the record was cleared
  // by the call that reported it.
  if ((events.lNetworkEvents & FD_CLOSE) != 0) closing_ = true;

  Progress progress = begin_ < end_ ? Flush() : Progress::kMoved;
  // A recv always follows, also after FD_WRITE: FD_READ may have come while a rest was waiting and
  // we did not read. It is not repeated until recv is called.
  while (progress == Progress::kMoved) {
    progress = Receive();
    if (progress == Progress::kMoved) progress = Flush();
    // One recv per event is enough, because recv reports again what is left. After FD_CLOSE there
    // may be no further report on Windows, so read to the end.
    if (!closing_) break;
  }
  return progress != Progress::kOver;
}
// [on-events]

EchoSession::Progress EchoSession::Receive() {
  const int received = ::recv(socket_.get(), buffer_.data(), static_cast<int>(buffer_.size()), 0);
  if (received == 0) return Progress::kOver;  // the end of the stream, and everything is echoed
  if (received < 0) {
    return ::WSAGetLastError() == WSAEWOULDBLOCK ? Progress::kBlocked : Progress::kOver;
  }
  begin_ = 0;
  end_ = received;
  return Progress::kMoved;
}

// [flush]
EchoSession::Progress EchoSession::Flush() {
  while (begin_ < end_) {
    const int sent = ::send(socket_.get(), buffer_.data() + begin_, end_ - begin_, 0);
    if (sent < 0) {
      // Would block: keep the rest. From now on FD_WRITE is armed and tells when there is room.
      return ::WSAGetLastError() == WSAEWOULDBLOCK ? Progress::kBlocked : Progress::kOver;
    }
    begin_ += sent;  // after a short send go on: only WSAEWOULDBLOCK arms FD_WRITE
  }
  return Progress::kMoved;
}
// [flush]

}  // namespace l02
