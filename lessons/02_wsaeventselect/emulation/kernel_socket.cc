// Opening, binding and asking: plain system calls, with the options that make Linux resemble
// Windows.
#include "02_wsaeventselect/emulation/kernel_socket.h"

#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include <cerrno>

namespace l02 {
namespace {

Outcome Result(int result) {
  return result < 0 ? Outcome::FromErrno() : Outcome::Of(result);
}

void SetFlag(int fd, int level, int name) {
  const int on = 1;
  ::setsockopt(fd, level, name, &on, sizeof on);
}

}  // namespace

Descriptor KernelSocket::Open(int family, int type, int protocol, int& error) {
  Descriptor fd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
  if (!fd.valid()) {
    error = WinsockCode(errno);
    return fd;
  }
  // On Windows an IPv6 socket speaks IPv6 only unless told otherwise. On Linux it is the opposite.
  if (family == AF_INET6) SetFlag(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY);
  if (type == SOCK_DGRAM) {
    // Windows tells the sender of a datagram that its port was unreachable; Linux only if asked.
    SetFlag(fd.get(), IPPROTO_IP, IP_RECVERR);
    if (family == AF_INET6) SetFlag(fd.get(), IPPROTO_IPV6, IPV6_RECVERR);
  }
  return fd;
}

Outcome KernelSocket::CheckAddress(const sockaddr* address, int size) const {
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

Outcome KernelSocket::Bind(const sockaddr* address, int size) {
  if (const Outcome check = CheckAddress(address, size); !check.ok()) return check;
  if (bound_) return Outcome::Failed(WSAEINVAL);
  const auto length = static_cast<socklen_t>(size);
  int result = ::bind(fd(), address, length);
  // Windows lets a server come back while connections of its predecessor are in TIME_WAIT. Linux
  // does so only under SO_REUSEADDR on both sides; whoever listens sets it too.
  if (result < 0 && errno == EADDRINUSE && is_stream_) {
    ShareAddress();
    result = ::bind(fd(), address, length);
  }
  if (result < 0) return Outcome::FromErrno();
  bound_ = true;
  return Outcome::Of(0);
}

void KernelSocket::ShareAddress() {
  SetFlag(fd(), SOL_SOCKET, SO_REUSEADDR);
}

Outcome KernelSocket::LocalAddress(AnyAddress& address) const {
  if (!bound_) return Outcome::Failed(WSAEINVAL);
  address.size = sizeof address.storage;
  return Result(::getsockname(fd(), address.data(), &address.size));
}

Outcome KernelSocket::PeerAddress(AnyAddress& address) const {
  address.size = sizeof address.storage;
  return Result(::getpeername(fd(), address.data(), &address.size));
}

std::size_t KernelSocket::CountArrivals() const {
  int bytes = 0;
  if (::ioctl(fd(), FIONREAD, &bytes) == 0) return static_cast<std::size_t>(bytes);
  // A listener has no bytes: the kernel calls the question an error.
  tcp_info info{};
  socklen_t size = sizeof info;
  ::getsockopt(fd(), IPPROTO_TCP, TCP_INFO, &info, &size);
  return info.tcpi_unacked;  // of a listener: the length of its accept queue
}

Outcome KernelSocket::ReadableBytes() const {
  int bytes = 0;
  return ::ioctl(fd(), FIONREAD, &bytes) < 0 ? Outcome::FromErrno() : Outcome::Of(bytes);
}

int KernelSocket::TakeError() const {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

}  // namespace l02
