// The non-blocking echo: every outcome of send and recv has its own branch.
#include "01_blocking/echo/connection.h"

#include <span>
#include <utility>

namespace l01 {

EchoConnection::EchoConnection(Socket socket) : socket_(std::move(socket)) {
  socket_.SetNonBlocking(true);
}

// [advance]
EchoConnection::Progress EchoConnection::Advance() {
  received_all_ = false;  // a step that only flushes says nothing about what can be received
  return wants() == Wants::kWrite ? Flush() : Receive();
}

EchoConnection::Progress EchoConnection::Receive() {
  const IoResult received = socket_.Recv(buffer_);
  counts_.AddRecv(received);
  // A readiness report is a hint, not a promise: somebody else may have taken the bytes.
  if (received.would_block()) return Progress::kBlocked;
  if (!received.ok()) return Progress::kOver;  // the client is done, or the connection broke
  begin_ = 0;
  end_ = received.bytes;
  received_all_ = received.bytes < buffer_.size();
  return Flush();
}
// [advance]

// [flush]
EchoConnection::Progress EchoConnection::Flush() {
  while (begin_ < end_) {
    const IoResult sent = socket_.Send(std::span(buffer_).subspan(begin_, end_ - begin_));
    counts_.AddSend(sent, end_ - begin_);
    if (sent.would_block()) return Progress::kBlocked;  // keep the rest, wait for room
    if (!sent.ok()) return Progress::kOver;             // nobody is there to take it
    begin_ += sent.bytes;                               // a short count is normal: go on
  }
  return Progress::kMoved;
}
// [flush]

}  // namespace l01
