// bind, listen, accept, connect, shutdown and addresses of an emulated socket. Lesson 02.
#include <cerrno>
#include <cstring>

#include "02_wsaeventselect/emulation/socket.h"

namespace l02 {
namespace {

Outcome Result(int result) {
  return result < 0 ? Outcome::FromErrno() : Outcome::Of(result);
}

void SetReuseAddress(int fd) {
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

// Drops a connection the hard way, as a refused caller sees it.
void Reject(Descriptor connection) {
  const linger hard{1, 0};
  ::setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

}  // namespace

Outcome EmulatedSocket::CheckAddress(const sockaddr* address, int size) const {
  const bool v6 = family_ == AF_INET6;
  const int needed = static_cast<int>(v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in));
  const bool told_apart = profile_.bad_address_told_apart;
  if (address == nullptr || size < needed) {
    return Outcome::Failed(told_apart || address == nullptr ? WSAEFAULT : WSAEADDRNOTAVAIL);
  }
  if (address->sa_family != family_) {
    return Outcome::Failed(told_apart ? WSAEAFNOSUPPORT : WSAEADDRNOTAVAIL);
  }
  return Outcome::Of(0);
}

Outcome EmulatedSocket::Bind(const sockaddr* address, int size) {
  if (const Outcome check = CheckAddress(address, size); !check.ok()) return check;
  if (bound_) return Outcome::Failed(WSAEINVAL);
  const auto length = static_cast<socklen_t>(size);
  int result = ::bind(fd_.get(), address, length);
  // Windows lets a server come back while connections of its predecessor are in TIME_WAIT. Linux
  // does so only under SO_REUSEADDR on both sides; Listen() sets it too.
  if (result < 0 && errno == EADDRINUSE && is_stream()) {
    SetReuseAddress(fd_.get());
    result = ::bind(fd_.get(), address, length);
  }
  if (result < 0) return Outcome::FromErrno();
  bound_ = true;
  Look();
  return Outcome::Of(0);
}

Outcome EmulatedSocket::Listen(int backlog) {
  if (phase_ == Phase::kDatagram) return Outcome::Failed(WSAEOPNOTSUPP);
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (phase_ == Phase::kConnected) return Outcome::Failed(WSAEISCONN);
  if (!bound_) return Outcome::Failed(WSAEINVAL);
  if (::listen(fd_.get(), backlog) < 0) return Outcome::FromErrno();
  SetReuseAddress(fd_.get());
  phase_ = Phase::kListening;
  Look();
  return Outcome::Of(0);
}

Outcome EmulatedSocket::NextConnection(PendingConnection& next) {
  if (!deferred_.empty()) {
    next = std::move(deferred_.front());
    deferred_.pop_front();
    return Outcome::Of(0);
  }
  next.second.size = sizeof next.second.storage;
  next.first = Descriptor(::accept4(fd_.get(), reinterpret_cast<sockaddr*>(&next.second.storage),
                                    &next.second.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (next.first.valid()) return Outcome::Of(0);
  // The caller has left before we came. Winsock calls that a reset.
  return errno == ECONNABORTED ? Outcome::Failed(WSAECONNRESET) : Outcome::FromErrno();
}

Outcome EmulatedSocket::Accept(const Condition& condition,
                               std::shared_ptr<EmulatedSocket>& accepted, AnyAddress& peer) {
  if (phase_ != Phase::kListening) {
    return Outcome::Failed(phase_ == Phase::kDatagram ? WSAEOPNOTSUPP : WSAEINVAL);
  }
  PendingConnection next;
  if (const Outcome taken = NextConnection(next); !taken.ok()) return taken;
  const int verdict = condition ? condition(next.second) : CF_ACCEPT;
  if (verdict == CF_DEFER) {
    // Nothing has been taken, so nothing is re-enabled: FD_ACCEPT stays latched.
    deferred_.push_front(std::move(next));
    return Outcome::Failed(WSATRY_AGAIN);
  }
  record_.Unlatch(FD_ACCEPT);
  Look();
  if (verdict == CF_REJECT) {
    Reject(std::move(next.first));
    return Outcome::Failed(WSAECONNREFUSED);
  }
  peer = next.second;
  accepted =
      std::make_shared<EmulatedSocket>(std::move(next.first), Phase::kConnected, family_, profile_);
  accepted->bound_ = true;
  return Outcome::Of(0);
}

Outcome EmulatedSocket::StartConnect(const sockaddr* address, int size) {
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (phase_ == Phase::kConnecting) return Outcome::Failed(WSAEALREADY);
  if (phase_ == Phase::kConnected) return Outcome::Failed(WSAEISCONN);
  if (phase_ == Phase::kListening) return Outcome::Failed(WSAEINVAL);
  if (const Outcome check = CheckAddress(address, size); !check.ok()) return check;
  if (phase_ == Phase::kDatagram) return ConnectDatagram(address, size);
  const auto length = static_cast<socklen_t>(size);
  int result = ::connect(fd_.get(), address, length);
  // After a failed attempt Linux answers the next one with ECONNABORTED, once.
  if (result < 0 && errno == ECONNABORTED && profile_.connect_retry_works) {
    result = ::connect(fd_.get(), address, length);
  }
  if (result < 0 && errno != EINPROGRESS) {
    phase_ = Phase::kUnconnected;
    return Outcome::FromErrno();
  }
  record_.Unlatch(FD_CONNECT | FD_WRITE);
  phase_ = Phase::kConnecting;
  connect_finished_ = false;
  connect_error_ = 0;
  sticky_error_ = 0;
  bound_ = true;
  // Even if it has succeeded already: on a non-blocking socket FD_CONNECT tells the result.
  return Outcome::Failed(WSAEWOULDBLOCK);
}

Outcome EmulatedSocket::ConnectDatagram(const sockaddr* address, int size) {
  if (::connect(fd_.get(), address, static_cast<socklen_t>(size)) < 0) return Outcome::FromErrno();
  bound_ = true;
  datagram_connected_ = true;
  Look();
  return Outcome::Of(0);
}

Outcome EmulatedSocket::ConnectResult() {
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (phase_ == Phase::kConnecting) return Outcome::Failed(WSAEWOULDBLOCK);
  if (phase_ == Phase::kConnected) return Outcome::Of(0);
  if (!profile_.blocking_connect_keeps_error) sticky_error_ = 0;
  return Outcome::Failed(connect_error_);
}

Outcome EmulatedSocket::Shutdown(int how) {
  if (how != SD_RECEIVE && how != SD_SEND && how != SD_BOTH) return Outcome::Failed(WSAEINVAL);
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (is_stream() && phase_ != Phase::kConnected) return Outcome::Failed(WSAENOTCONN);
  // Linux would report an end of stream at once after SHUT_RD and hide the peer's. So the kernel
  // is not told, and receiving is refused here.
  if (how != SD_SEND) receive_shut_ = true;
  if (how != SD_RECEIVE && !send_shut_) {
    // What is in our own send buffer goes first; HasBacklog() sends the end of stream after it.
    if (is_stream() && !HasBacklog()) ::shutdown(fd_.get(), SHUT_WR);
    send_shut_ = true;
  }
  if (how == SD_BOTH && profile_.sd_both_drops_association) Associate(nullptr, 0);
  Look();
  return Outcome::Of(0);
}

Outcome EmulatedSocket::LocalAddress(AnyAddress& address) const {
  if (!bound_) return Outcome::Failed(WSAEINVAL);
  address.size = sizeof address.storage;
  return Result(
      ::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address.storage), &address.size));
}

Outcome EmulatedSocket::PeerAddress(AnyAddress& address) const {
  address.size = sizeof address.storage;
  return Result(
      ::getpeername(fd_.get(), reinterpret_cast<sockaddr*>(&address.storage), &address.size));
}

}  // namespace l02
