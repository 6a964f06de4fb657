// Look(): compares what the kernel says about a socket with its record, and posts what is new.
//
// Windows does this in its kernel at the moment something happens. Here it is done inside the API
// calls, always before the caller could notice that it had not been done yet. Lesson 02.
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <cerrno>

#include "02_wsaeventselect/emulation/socket.h"

namespace l02 {

void EmulatedSocket::Look() {
  // A never-connected stream socket is skipped: Linux calls it writable and hung up (POLLOUT |
  // POLLHUP), Winsock reports nothing for it.
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (connect_finished_) Post(FD_CONNECT_BIT, connect_error_);
  if (phase_ == Phase::kConnected) LookAtStream();
  if (phase_ == Phase::kListening) LookAtListener();
  if (phase_ == Phase::kDatagram) LookAtDatagram();
}

// [connect]
void EmulatedSocket::LookAtConnect() {
  if (PollNow(fd_.get(), POLLOUT) == 0) return;
  connect_finished_ = true;
  const int error = TakeKernelError();
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
// [connect]

// [stream]
void EmulatedSocket::LookAtStream() {
  const bool has_room = !HasBacklog();
  if (!Wants(FD_READ | FD_WRITE | FD_OOB | FD_CLOSE)) return;
  const short ready = PollNow(fd_.get(), POLLIN | POLLOUT | POLLPRI | POLLRDHUP);
  // The kernel calls a broken connection writable. Who waits for room learns of it once, by
  // FD_WRITE; a send that fails because of it promises no other one, or its caller would spin.
  const bool was_broken = reset_;
  if ((ready & POLLERR) != 0) NoteReset(TakeKernelError());
  const bool writable = (ready & POLLOUT) != 0 && !send_shut_ && !was_broken && has_room;
  if (writable && Wants(FD_WRITE)) Post(FD_WRITE_BIT);
  if ((ready & POLLPRI) != 0 && Wants(FD_OOB)) Post(FD_OOB_BIT);
  if (LookForData(ready) && Wants(FD_READ)) Post(FD_READ_BIT);
  if (Wants(FD_CLOSE)) LookForClose(ready);
}

bool EmulatedSocket::LookForData(short ready) {
  if ((ready & POLLIN) == 0 || receive_shut_) return false;
  // The end of the stream makes a socket readable too, but to Winsock it is no FD_READ.
  char byte = 0;
  const auto count = ::recv(fd_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count == 0) ended_ = true;
  if (count < 0 && errno != EAGAIN) NoteReset(errno);
  return count > 0;
}

void EmulatedSocket::LookForClose(short ready) {
  const bool peer_finished = (ready & POLLRDHUP) != 0;
  const bool may_skip_unread = receive_shut_ || !profile_.close_waits_for_unread;
  if (reset_) {
    Post(FD_CLOSE_BIT, reset_code_);
  } else if (ended_ || (peer_finished && may_skip_unread)) {
    Post(FD_CLOSE_BIT);
  }
}
// [stream]

void EmulatedSocket::LookAtListener() {
  if (!Wants(FD_ACCEPT)) return;
  if (!deferred_.empty() || PollNow(fd_.get(), POLLIN) != 0) Post(FD_ACCEPT_BIT);
}

void EmulatedSocket::LookAtDatagram() {
  if (!Wants(FD_READ | FD_WRITE | FD_CONNECT)) return;
  const short ready = PollNow(fd_.get(), POLLIN | POLLOUT);
  if ((ready & POLLERR) != 0) NoteUnreachable();
  // No peek here: an empty datagram is data, not an end.
  if (((ready & POLLIN) != 0 || unreachable_) && Wants(FD_READ)) Post(FD_READ_BIT);
  const bool reports_connect = datagram_connected_ && profile_.udp_connect_reports;
  if (reports_connect && Wants(FD_CONNECT)) Post(FD_CONNECT_BIT);
  const bool writable = (ready & POLLOUT) != 0 && (bound_ || profile_.unbound_udp_writable);
  if (writable && Wants(FD_WRITE)) Post(FD_WRITE_BIT);
}

// The amount that waits: callers at a listener, bytes elsewhere. More than before means that
// something has arrived although nothing was taken.
std::size_t EmulatedSocket::CountArrivals() const {
  if (phase_ == Phase::kListening) {
    tcp_info info{};
    socklen_t size = sizeof info;
    ::getsockopt(fd_.get(), IPPROTO_TCP, TCP_INFO, &info, &size);
    return info.tcpi_unacked;  // of a listener: the length of its accept queue
  }
  int bytes = 0;
  ::ioctl(fd_.get(), FIONREAD, &bytes);
  return static_cast<std::size_t>(bytes);
}

// Reading SO_ERROR clears it in the kernel. Winsock's does not, so every reader must remember it.
int EmulatedSocket::TakeKernelError() const {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

void EmulatedSocket::NoteReset(int errno_value) {
  if (errno_value == 0 || reset_) return;
  reset_ = true;
  const bool by_peer = errno_value == ECONNRESET || errno_value == EPIPE;
  reset_code_ = by_peer ? profile_.reset_error_code : WinsockCode(errno_value);
  sticky_error_ = reset_code_;
}

void EmulatedSocket::NoteUnreachable() {
  TakeKernelError();
  char payload[64];
  char control[512];
  iovec part{payload, sizeof payload};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  // As long as one report is queued the socket stays in error. One is as good as many.
  while (::recvmsg(fd_.get(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
    message.msg_controllen = sizeof control;
  }
  if (profile_.udp_unreachable_resets) unreachable_ = true;
}

}  // namespace l02
