// POSIX, non-blocking and close-on-exec from the first moment.
//
// A little over 200 lines, on purpose: one function for each call of the interface, to be read
// beside winsock_socket_calls.cc, which has the same ones in the same order.
#include "04_dispatcher/backends/posix_socket_calls.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "01_blocking/sockets/accept_error.h"

namespace l04 {
namespace {

int Fd(Handle handle) {
  return static_cast<int>(handle);
}

Handle FromFd(int fd) {
  return fd < 0 ? kNoHandle : static_cast<Handle>(fd);
}

struct NativeOption {
  int level;
  int name;
};

NativeOption Translate(Option option) {
  switch (option) {
    case Option::kSendBuffer:
      return {SOL_SOCKET, SO_SNDBUF};
    case Option::kReceiveBuffer:
      return {SOL_SOCKET, SO_RCVBUF};
    case Option::kNoDelay:
      return {IPPROTO_TCP, TCP_NODELAY};
    case Option::kKeepAlive:
      return {SOL_SOCKET, SO_KEEPALIVE};
    case Option::kKeepAliveIdle:
      return {IPPROTO_TCP, TCP_KEEPIDLE};
    case Option::kUserTimeout:
      return {IPPROTO_TCP, TCP_USER_TIMEOUT};
    case Option::kV6Only:
      return {IPPROTO_IPV6, IPV6_V6ONLY};
    case Option::kReusePort:
      return {SOL_SOCKET, SO_REUSEPORT};
  }
  return {0, 0};
}

template <typename NameCall>
l01::Endpoint EndpointBy(NameCall call, Handle handle) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  return call(Fd(handle), address, &size) == 0 ? l01::Endpoint(address, size) : l01::Endpoint();
}

}  // namespace

Handle PosixSocketCalls::Open(int family, int type) {
  const Handle made = FromFd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  // Linux has a system-wide default for it (net.ipv6.bindv6only), Windows another one.
  if (made != kNoHandle && family == AF_INET6) SetOption(made, Option::kV6Only, 0);
  return made;
}

void PosixSocketCalls::Close(Handle handle) {
  ::close(Fd(handle));
}

int PosixSocketCalls::Bind(Handle handle, const l01::Endpoint& local) {
  int type = 0;
  socklen_t size = sizeof type;
  ::getsockopt(Fd(handle), SOL_SOCKET, SO_TYPE, &type, &size);
  if (type == SOCK_STREAM) {
    const int on = 1;  // a restarted server must not wait for old connections in TIME_WAIT
    ::setsockopt(Fd(handle), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  }
  // Not for datagrams: there the option lets a second socket take the port and its datagrams away
  // (man 7 socket).
  return ::bind(Fd(handle), local.data(), local.size());
}

int PosixSocketCalls::SetAbortOnClose(Handle handle) {
  const linger at_once{1, 0};
  return ::setsockopt(Fd(handle), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

int PosixSocketCalls::Listen(Handle handle, int backlog) {
  return ::listen(Fd(handle), backlog);
}

Handle PosixSocketCalls::Accept(Handle listener, l01::Endpoint* peer) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  const int accepted = ::accept4(Fd(listener), address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (accepted >= 0) *peer = l01::Endpoint(address, size);
  return FromFd(accepted);
}

int PosixSocketCalls::Connect(Handle handle, const l01::Endpoint& peer) {
  return ::connect(Fd(handle), peer.data(), peer.size());
}

std::ptrdiff_t PosixSocketCalls::Send(Handle handle, const void* data, std::size_t size) {
  return ::send(Fd(handle), data, size, MSG_NOSIGNAL);
}

std::ptrdiff_t PosixSocketCalls::Recv(Handle handle, void* data, std::size_t size) {
  return ::recv(Fd(handle), data, size, 0);
}

std::ptrdiff_t PosixSocketCalls::SendTo(Handle handle, const void* data, std::size_t size,
                                        const l01::Endpoint& peer) {
  return ::sendto(Fd(handle), data, size, MSG_NOSIGNAL, peer.data(), peer.size());
}

std::ptrdiff_t PosixSocketCalls::RecvFrom(Handle handle, void* data, std::size_t size,
                                          l01::Endpoint* peer, bool* truncated) {
  sockaddr_storage storage{};
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  socklen_t address_size = sizeof storage;
  // MSG_TRUNC in a call asks for the datagram's own size, also if it is larger than the room.
  const ssize_t received = ::recvfrom(Fd(handle), data, size, MSG_TRUNC, address, &address_size);
  if (received < 0) return received;
  if (peer != nullptr) *peer = l01::Endpoint(address, address_size);
  if (truncated != nullptr) *truncated = static_cast<std::size_t>(received) > size;
  return std::min(received, static_cast<ssize_t>(size));
}

std::ptrdiff_t PosixSocketCalls::Peek(Handle handle) {
  char byte = 0;
  return ::recv(Fd(handle), &byte, 1, MSG_PEEK);
}

int PosixSocketCalls::ShutdownSend(Handle handle) {
  return ::shutdown(Fd(handle), SHUT_WR);
}

int PosixSocketCalls::SetOption(Handle handle, Option option, int value) {
  const NativeOption native = Translate(option);
  return ::setsockopt(Fd(handle), native.level, native.name, &value, sizeof value);
}

int PosixSocketCalls::GetOption(Handle handle, Option option, int* value) {
  const NativeOption native = Translate(option);
  socklen_t size = sizeof *value;
  return ::getsockopt(Fd(handle), native.level, native.name, value, &size);
}

l01::Endpoint PosixSocketCalls::LocalEndpoint(Handle handle) {
  return EndpointBy([](int fd, sockaddr* a, socklen_t* n) { return ::getsockname(fd, a, n); },
                    handle);
}

int PosixSocketCalls::LastError() {
  return errno;
}

// man 2 send, recv, accept and connect.
ErrorKind PosixSocketCalls::KindOf(int error) {
  // A signal interrupts a call that waits (man 7 signal), and here none does. If one should say so
  // all the same, the event comes again, as after "would block".
  if (l01::IsInterrupted(error)) return ErrorKind::kNotNow;
  if (l01::IsWouldBlock(error) || l01::IsConnectInProgress(error)) return ErrorKind::kNotNow;
  if (l01::ClassifyAcceptError(error) == l01::AcceptError::kOutOfResources) {
    return ErrorKind::kOutOfResources;
  }
  switch (error) {
    case EFAULT:
    case EINVAL:
    case EMSGSIZE:
    case EBADF:
    case EDESTADDRREQ:
    case EISCONN:
    case EOPNOTSUPP:
      return ErrorKind::kAboutTheCall;
    default:
      return ErrorKind::kBroken;
  }
}

int PosixSocketCalls::CodeOf(OwnError error) {
  switch (error) {
    case OwnError::kWouldBlock:
      return EWOULDBLOCK;
    case OwnError::kAlready:
      return EALREADY;
    case OwnError::kNotConnected:
      return ENOTCONN;
    case OwnError::kSendingEnded:
      return EPIPE;
    case OwnError::kInvalid:
      return EINVAL;
    case OwnError::kTimedOut:
      return ETIMEDOUT;
    case OwnError::kHostNotFound:
      return EAI_NONAME;  // negative, so it cannot be mistaken for an errno value
  }
  return EINVAL;
}

std::string PosixSocketCalls::Reason(int error) {
  if (error < 0) return l01::ResolveReason(error);
  return l01::SystemReason(error);
}

}  // namespace l04
