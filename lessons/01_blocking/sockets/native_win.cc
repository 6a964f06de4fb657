// The calls of Windows: the same under Winsock's names and with its types.
#include <algorithm>
#include <limits>

#include "01_blocking/sockets/accept_error.h"
#include "01_blocking/sockets/native.h"

namespace l01 {
namespace {

// Winsock counts bytes in an int. A longer span is sent in parts; the caller expects short counts.
int ClampToInt(std::size_t size) {
  return static_cast<int>(
      std::min(size, static_cast<std::size_t>(std::numeric_limits<int>::max())));
}

}  // namespace

int LastSocketError() noexcept {
  return WSAGetLastError();
}

std::string SystemReason(int code) {
  char text[256] = "";
  const DWORD length = FormatMessageA(
      FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, static_cast<DWORD>(code),
      MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT), text, sizeof text, nullptr);
  std::string reason(text, length);
  // The texts end in ".\r\n"; our errors are one line.
  while (!reason.empty() && (reason.back() <= ' ' || reason.back() == '.')) reason.pop_back();
  return reason.empty() ? "error " + std::to_string(code) : reason;
}

bool IsWouldBlock(int code) noexcept {
  return code == WSAEWOULDBLOCK;
}

// Winsock has WSAEINPROGRESS too, but for something else: connect says WSAEWOULDBLOCK.
bool IsConnectInProgress(int code) noexcept {
  return code == WSAEWOULDBLOCK;
}

// Windows has no signals that interrupt a call.
bool IsInterrupted(int) noexcept {
  return false;
}

bool IsOutOfDescriptors(int code) noexcept {
  return ClassifyAcceptError(code) == AcceptError::kOutOfResources;
}

std::string ResolveReason(int code) {
  return SystemReason(code);
}

namespace native {

NativeSocket Open(int family, int type) noexcept {
  const SOCKET made = ::WSASocketA(family, type, 0, nullptr, 0, WSA_FLAG_OVERLAPPED);
  if (made != INVALID_SOCKET) {
    SetHandleInformation(reinterpret_cast<HANDLE>(made), HANDLE_FLAG_INHERIT, 0);
  }
  return made;
}

NativeSocket Accept(NativeSocket listener, sockaddr* address, socklen_t* size) noexcept {
  const SOCKET accepted = ::accept(listener, address, size);
  if (accepted != INVALID_SOCKET) {
    SetHandleInformation(reinterpret_cast<HANDLE>(accepted), HANDLE_FLAG_INHERIT, 0);
  }
  return accepted;
}

void Close(NativeSocket socket) noexcept {
  ::closesocket(socket);
}

std::ptrdiff_t Send(NativeSocket socket, std::span<const std::byte> bytes) noexcept {
  return ::send(socket, reinterpret_cast<const char*>(bytes.data()), ClampToInt(bytes.size()), 0);
}

std::ptrdiff_t Recv(NativeSocket socket, std::span<std::byte> room) noexcept {
  return ::recv(socket, reinterpret_cast<char*>(room.data()), ClampToInt(room.size()), 0);
}

bool ShutdownSend(NativeSocket socket) noexcept {
  return ::shutdown(socket, SD_SEND) == 0;
}

void ShutdownBoth(NativeSocket socket) noexcept {
  ::shutdown(socket, SD_BOTH);
  // That ends later calls. One in which a thread waits already must be cancelled.
  ::CancelIoEx(reinterpret_cast<HANDLE>(socket), nullptr);
}

bool SetNonBlocking(NativeSocket socket, bool non_blocking) noexcept {
  u_long value = non_blocking ? 1 : 0;
  return ::ioctlsocket(socket, static_cast<long>(FIONBIO), &value) == 0;
}

bool SetReuseAddress(NativeSocket) noexcept {
  return true;
}

int Poll(std::span<pollfd> entries, int timeout_ms) noexcept {
  return ::WSAPoll(entries.data(), static_cast<ULONG>(entries.size()), timeout_ms);
}

}  // namespace native
}  // namespace l01
