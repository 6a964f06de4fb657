// The calls of POSIX: each function is one system call with the flags that a library always wants.
#include <netdb.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "01_blocking/sockets/accept_error.h"
#include "01_blocking/sockets/native.h"

namespace l01 {

int LastSocketError() noexcept {
  return errno;
}

std::string SystemReason(int code) {
  return std::generic_category().message(code);
}

bool IsWouldBlock(int code) noexcept {
  return code == EAGAIN || code == EWOULDBLOCK;
}

bool IsConnectInProgress(int code) noexcept {
  return code == EINPROGRESS;
}

bool IsInterrupted(int code) noexcept {
  return code == EINTR;
}

bool IsOutOfDescriptors(int code) noexcept {
  return ClassifyAcceptError(code) == AcceptError::kOutOfResources;
}

std::string ResolveReason(int code) {
  return code == EAI_SYSTEM ? SystemReason(errno) : ::gai_strerror(code);
}

namespace native {

NativeSocket Open(int family, int type) noexcept {
  // SOCK_CLOEXEC at once: between socket() and a later fcntl() another thread may fork and exec.
  return ::socket(family, type | SOCK_CLOEXEC, 0);
}

NativeSocket Accept(NativeSocket listener, sockaddr* address, socklen_t* size) noexcept {
  return ::accept4(listener, address, size, SOCK_CLOEXEC);
}

void Close(NativeSocket socket) noexcept {
  // No retry on EINTR: Linux has freed the descriptor then, and another thread may own the number.
  ::close(socket);
}

std::ptrdiff_t Send(NativeSocket socket, std::span<const std::byte> bytes) noexcept {
  // Without MSG_NOSIGNAL a peer that went away would end the whole process with SIGPIPE.
  return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::ptrdiff_t Recv(NativeSocket socket, std::span<std::byte> room) noexcept {
  return ::recv(socket, room.data(), room.size(), 0);
}

bool ShutdownSend(NativeSocket socket) noexcept {
  return ::shutdown(socket, SHUT_WR) == 0;
}

void ShutdownBoth(NativeSocket socket) noexcept {
  ::shutdown(socket, SHUT_RDWR);
}

bool SetNonBlocking(NativeSocket socket, bool non_blocking) noexcept {
  int value = non_blocking ? 1 : 0;
  return ::ioctl(socket, FIONBIO, &value) == 0;
}

bool SetReuseAddress(NativeSocket socket) noexcept {
  const int on = 1;
  return ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
}

int Poll(std::span<pollfd> entries, int timeout_ms) noexcept {
  return ::poll(entries.data(), entries.size(), timeout_ms);
}

}  // namespace native
}  // namespace l01
