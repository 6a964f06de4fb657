// send and recv of an emulated socket, and what they re-enable. Lesson 02.
#include <sys/ioctl.h>

#include <cerrno>

#include "02_wsaeventselect/emulation/socket.h"

namespace l02 {
namespace {

// The only flags that Winsock's send and recv know.
constexpr int kPortableFlags = MSG_OOB | MSG_PEEK | MSG_DONTROUTE;

}  // namespace

Outcome EmulatedSocket::CheckConnected(bool sending) {
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (phase_ == Phase::kConnected) return Outcome::Of(0);
  if (phase_ == Phase::kConnecting) {
    return Outcome::Failed(profile_.io_while_connecting_not_conn ? WSAENOTCONN : WSAEWOULDBLOCK);
  }
  if (sending && !profile_.unconnected_io_not_conn) return Outcome::Failed(WSAECONNRESET);
  return Outcome::Failed(WSAENOTCONN);
}

Outcome EmulatedSocket::TrySend(std::span<const char> data, int flags, const sockaddr* to,
                                int to_size) {
  if (data.data() == nullptr && !data.empty()) return Outcome::Failed(WSAEFAULT);
  if (send_shut_) return Outcome::Failed(WSAESHUTDOWN);
  const int kernel_flags = (flags & kPortableFlags) | MSG_NOSIGNAL | MSG_DONTWAIT;
  return is_stream() ? SendStream(data, kernel_flags)
                     : SendDatagram(data, kernel_flags, to, to_size);
}

Outcome EmulatedSocket::SendStream(std::span<const char> data, int flags) {
  if (const Outcome check = CheckConnected(true); !check.ok()) return check;
  if (HasBacklog()) return Outcome::Failed(WSAEWOULDBLOCK);
  const auto sent = ::send(fd_.get(), data.data(), data.size(), flags);
  if (sent < 0) {
    if (errno != EAGAIN) NoteReset(errno);
    const int code = reset_code_ != 0 ? reset_code_ : WSAECONNRESET;
    return reset_ ? Outcome::Failed(code) : Outcome::FromErrno();
  }
  const auto taken = static_cast<std::size_t>(sent);
  if (taken < data.size() && nonblocking_ && !profile_.send_may_be_short) {
    backlog_.Keep(data.subspan(taken));
    return Outcome::Of(static_cast<int>(data.size()));
  }
  return Outcome::Of(static_cast<int>(sent));
}

Outcome EmulatedSocket::SendDatagram(std::span<const char> data, int flags, const sockaddr* to,
                                     int to_size) {
  if (to == nullptr && !datagram_connected_) {
    return Outcome::Failed(profile_.unconnected_io_not_conn ? WSAENOTCONN : WSAEINVAL);
  }
  if (to != nullptr) {
    if (const Outcome check = CheckAddress(to, to_size); !check.ok()) return check;
  }
  const auto length = static_cast<socklen_t>(to == nullptr ? 0 : to_size);
  auto sent = ::sendto(fd_.get(), data.data(), data.size(), flags, to, length);
  if (sent < 0 && errno == ECONNREFUSED) {
    // This belongs to an earlier datagram. Winsock reports it to the receiver, not to the sender.
    NoteUnreachable();
    sent = ::sendto(fd_.get(), data.data(), data.size(), flags, to, length);
  }
  if (sent < 0) return Outcome::FromErrno();
  bound_ = true;
  Look();
  return Outcome::Of(static_cast<int>(sent));
}

// [send]
void EmulatedSocket::NoteSend(const Outcome& outcome) {
  // A send that worked touches nothing, not even if it was short: there is no FD_WRITE "because
  // there is room now", only one because there was none before.
  if (outcome.ok()) return;
  record_.Unlatch(FD_WRITE);
  Look();
}
// [send]

Outcome EmulatedSocket::TryReceive(std::span<char> room, int flags, AnyAddress* from) {
  if (room.data() == nullptr && !room.empty()) return Outcome::Failed(WSAEFAULT);
  if (receive_shut_) return Outcome::Failed(WSAESHUTDOWN);
  const int kernel_flags = (flags & kPortableFlags) | MSG_DONTWAIT;
  return is_stream() ? ReceiveStream(room, kernel_flags)
                     : ReceiveDatagram(room, kernel_flags, from);
}

Outcome EmulatedSocket::ReceiveStream(std::span<char> room, int flags) {
  if (const Outcome check = CheckConnected(false); !check.ok()) {
    const bool hidden = phase_ == Phase::kFailed && !profile_.unconnected_io_not_conn;
    return hidden ? Outcome::Of(0) : check;
  }
  const auto count = ::recv(fd_.get(), room.data(), room.size(), flags);
  if (count > 0) return Outcome::Of(static_cast<int>(count));
  if (count < 0 && errno == EINVAL && (flags & MSG_OOB) != 0) return Outcome::Failed(WSAEINVAL);
  if (count < 0 && errno == EAGAIN) return Outcome::Failed(WSAEWOULDBLOCK);
  if (count < 0) NoteReset(errno);
  // The kernel reports a reset once and an end of stream from then on. Winsock repeats it.
  if (reset_ && reset_code_ != 0) return Outcome::Failed(reset_code_);
  return Outcome::Of(0);
}

Outcome EmulatedSocket::ReceiveDatagram(std::span<char> room, int flags, AnyAddress* from) {
  if (!bound_) return Outcome::Failed(WSAEINVAL);
  iovec part{room.data(), room.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (from != nullptr) {
    message.msg_name = &from->storage;
    message.msg_namelen = sizeof from->storage;
  }
  auto count = ::recvmsg(fd_.get(), &message, flags);
  if (count < 0 && errno == ECONNREFUSED) {
    NoteUnreachable();
    if (!unreachable_) count = ::recvmsg(fd_.get(), &message, flags);
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

// [recv]
void EmulatedSocket::NoteReceive(const Outcome& outcome, int flags) {
  if (outcome.error == WSAEFAULT) return;
  // Whatever else came of it, a call of the recv family re-enables the event; if there is still
  // something to read, it is recorded again at once.
  record_.Unlatch((flags & MSG_OOB) != 0 ? FD_OOB : FD_READ);
  Look();
}
// [recv]

Outcome EmulatedSocket::ReadableBytes() const {
  int bytes = 0;
  // A listener has no bytes. The kernel calls the question an error.
  if (phase_ == Phase::kListening) return Outcome::Of(0);
  if (::ioctl(fd_.get(), FIONREAD, &bytes) < 0) return Outcome::FromErrno();
  return Outcome::Of(bytes);
}

}  // namespace l02
