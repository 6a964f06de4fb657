// Compares what the kernel says about a connection with its record, and moves bytes.
//
// Windows compares in its kernel at the moment something happens. Here it is done inside the API
// calls, always before the caller could notice that it had not been done yet.
#include "02_wsaeventselect/emulation/transfer.h"

#include <poll.h>

#include <cerrno>

namespace l02 {

void StreamTransfer::Look() {
  const bool has_room = !HasBacklog();
  if (!association_.Wants(FD_READ | FD_WRITE | FD_OOB | FD_CLOSE)) return;
  const short ready = kernel_.Ready(POLLIN | POLLOUT | POLLPRI | POLLRDHUP);
  // The kernel calls a broken connection writable. Who waits for room learns of it once, by
  // FD_WRITE; a send that fails because of it promises no other one, or its caller would spin.
  const bool was_broken = connection_.reset();
  if ((ready & POLLERR) != 0) connection_.TakeReset();
  const bool writable = (ready & POLLOUT) != 0 && !send_shut_ && !was_broken && has_room;
  if (writable && association_.Wants(FD_WRITE)) association_.Post(FD_WRITE_BIT);
  if ((ready & POLLPRI) != 0 && association_.Wants(FD_OOB)) association_.Post(FD_OOB_BIT);
  if (LookForData(ready) && association_.Wants(FD_READ)) association_.Post(FD_READ_BIT);
  if (association_.Wants(FD_CLOSE)) LookForClose(ready);
}

bool StreamTransfer::LookForData(short ready) {
  if ((ready & POLLIN) == 0 || receive_shut_) return false;
  // The end of the stream makes a socket readable too, but to Winsock it is no FD_READ.
  char byte = 0;
  const auto count = ::recv(kernel_.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count == 0) ended_ = true;
  if (count < 0) connection_.NoteFailedCall(errno);
  return count > 0;
}

void StreamTransfer::LookForClose(short ready) {
  const bool peer_finished = (ready & POLLRDHUP) != 0;
  const bool may_skip_unread = receive_shut_ || !kernel_.profile().close_waits_for_unread;
  if (connection_.reset()) {
    association_.Post(FD_CLOSE_BIT, connection_.reset_code());
  } else if (ended_ || (peer_finished && may_skip_unread)) {
    association_.Post(FD_CLOSE_BIT);
  }
}

Outcome StreamTransfer::Send(std::span<const char> data, int flags, bool keep_rest) {
  if (send_shut_) return Outcome::Failed(WSAESHUTDOWN);
  if (const Outcome check = connection_.Check(true); !check.ok()) return check;
  if (HasBacklog()) return Outcome::Failed(WSAEWOULDBLOCK);
  const auto sent = ::send(kernel_.fd(), data.data(), data.size(),
                           (flags & kPortableFlags) | MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) {
    const Outcome failed = Outcome::FromErrno();
    connection_.NoteFailedCall(errno);
    // A bad pointer or too little memory is about this call, also on a broken connection.
    if (!EndsConnection(errno)) return failed;
    const int code = connection_.reset_code();
    return Outcome::Failed(code != 0 ? code : WSAECONNRESET);
  }
  const auto taken = static_cast<std::size_t>(sent);
  if (taken < data.size() && keep_rest && !kernel_.profile().send_may_be_short) {
    backlog_.Keep(data.subspan(taken));
    return Outcome::Of(static_cast<int>(data.size()));
  }
  return Outcome::Of(static_cast<int>(sent));
}

Outcome StreamTransfer::Receive(std::span<char> room, int flags) {
  if (receive_shut_) return Outcome::Failed(WSAESHUTDOWN);
  if (const Outcome check = connection_.Check(false); !check.ok()) {
    const bool failed = connection_.Update() == Connection::Phase::kFailed;
    const bool hidden = failed && !kernel_.profile().unconnected_io_not_conn;
    return hidden ? Outcome::Of(0) : check;
  }
  const auto count =
      ::recv(kernel_.fd(), room.data(), room.size(), (flags & kPortableFlags) | MSG_DONTWAIT);
  if (count > 0) return Outcome::Of(static_cast<int>(count));
  // Nothing there yet, no urgent byte, a bad pointer: about this call, not about the connection.
  if (count < 0 && !EndsConnection(errno)) return Outcome::FromErrno();
  if (count < 0) connection_.NoteReset(errno);
  // The kernel reports a reset once and an end of stream from then on. Winsock repeats it.
  const int code = connection_.reset_code();
  return code != 0 ? Outcome::Failed(code) : Outcome::Of(0);
}

void StreamTransfer::ShutSend() {
  if (send_shut_) return;
  // What is in our own send buffer goes first; HasBacklog() sends the end of stream after it.
  if (!HasBacklog()) ::shutdown(kernel_.fd(), SHUT_WR);
  send_shut_ = true;
}

bool StreamTransfer::HasBacklog() {
  if (backlog_.empty()) return false;
  backlog_.Flush(kernel_.fd());
  // The end of the stream comes after the data.
  if (backlog_.empty() && send_shut_) ::shutdown(kernel_.fd(), SHUT_WR);
  return !backlog_.empty();
}

}  // namespace l02
