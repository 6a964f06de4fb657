// One datagram per call, and the error queue, where Linux puts what came back: man 7 ip,
// IP_RECVERR.
#include "02_wsaeventselect/emulation/datagrams.h"

#include <poll.h>

#include <cerrno>

#include "02_wsaeventselect/emulation/transfer.h"

namespace l02 {

void Datagrams::Look() {
  if (!association_.Wants(FD_READ | FD_WRITE | FD_CONNECT)) return;
  const Profile& profile = kernel_.profile();
  const short ready = kernel_.Ready(POLLIN | POLLOUT);
  if ((ready & POLLERR) != 0) NoteUnreachable();
  // No peek here: an empty datagram is data, not an end.
  const bool readable = (ready & POLLIN) != 0 || unreachable_;
  if (readable && association_.Wants(FD_READ)) association_.Post(FD_READ_BIT);
  const bool reports_connect = connected_ && profile.udp_connect_reports;
  if (reports_connect && association_.Wants(FD_CONNECT)) association_.Post(FD_CONNECT_BIT);
  const bool may_write = kernel_.bound() || profile.unbound_udp_writable;
  const bool writable = (ready & POLLOUT) != 0 && may_write;
  if (writable && association_.Wants(FD_WRITE)) association_.Post(FD_WRITE_BIT);
}

Outcome Datagrams::Connect(const sockaddr* address, int size) {
  if (::connect(kernel_.fd(), address, static_cast<socklen_t>(size)) < 0) {
    return Outcome::FromErrno();
  }
  kernel_.NoteBound();
  connected_ = true;
  association_.Unlatch(FD_CONNECT);  // each connect is reported, also a second one
  Look();
  return Outcome::Of(0);
}

Outcome Datagrams::Send(std::span<const char> data, int flags, const sockaddr* to, int to_size) {
  if (send_shut_) return Outcome::Failed(WSAESHUTDOWN);
  if (to == nullptr && !connected_) {
    return Outcome::Failed(kernel_.profile().unconnected_io_not_conn ? WSAENOTCONN : WSAEINVAL);
  }
  if (to != nullptr) {
    if (const Outcome check = kernel_.CheckAddress(to, to_size); !check.ok()) return check;
  }
  const auto length = static_cast<socklen_t>(to == nullptr ? 0 : to_size);
  const int kernel_flags = (flags & kPortableFlags) | MSG_NOSIGNAL | MSG_DONTWAIT;
  auto sent = ::sendto(kernel_.fd(), data.data(), data.size(), kernel_flags, to, length);
  if (sent < 0 && errno == ECONNREFUSED) {
    // This belongs to an earlier datagram. Winsock reports it to the receiver, not to the sender.
    NoteUnreachable();
    sent = ::sendto(kernel_.fd(), data.data(), data.size(), kernel_flags, to, length);
  }
  if (sent < 0) return Outcome::FromErrno();
  kernel_.NoteBound();
  Look();
  return Outcome::Of(static_cast<int>(sent));
}

Outcome Datagrams::Receive(std::span<char> room, int flags, AnyAddress* from) {
  if (receive_shut_) return Outcome::Failed(WSAESHUTDOWN);
  if (!kernel_.bound()) return Outcome::Failed(WSAEINVAL);
  iovec part{room.data(), room.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (from != nullptr) {
    message.msg_name = from->data();
    message.msg_namelen = sizeof from->storage;
  }
  const int kernel_flags = (flags & kPortableFlags) | MSG_DONTWAIT;
  auto count = ::recvmsg(kernel_.fd(), &message, kernel_flags);
  if (count < 0 && errno == ECONNREFUSED) {
    NoteUnreachable();
    if (!unreachable_) count = ::recvmsg(kernel_.fd(), &message, kernel_flags);
  }
  if (count < 0 && unreachable_) {
    unreachable_ = false;
    return Outcome::Failed(WSAECONNRESET);
  }
  if (count < 0) return Outcome::FromErrno();
  if (from != nullptr) from->size = message.msg_namelen;
  // The rest of a datagram that did not fit is lost. Linux says so in a flag only.
  if ((message.msg_flags & MSG_TRUNC) != 0) return Outcome::Failed(WSAEMSGSIZE);
  return Outcome::Of(static_cast<int>(count));
}

void Datagrams::NoteUnreachable() {
  kernel_.TakeError();
  char payload[64];
  char control[512];
  iovec part{payload, sizeof payload};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  // As long as one report is queued the socket stays in error. One is as good as many.
  while (::recvmsg(kernel_.fd(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
    message.msg_controllen = sizeof control;
  }
  if (kernel_.profile().udp_unreachable_resets) unreachable_ = true;
}

}  // namespace l02
