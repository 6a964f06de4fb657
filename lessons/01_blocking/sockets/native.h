// What differs between POSIX and Windows at the level of one system call. Everything above this
// file is written once.
//
// native_posix.cc and native_win.cc implement it; CMake picks one. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_NATIVE_H_
#define LESSONS_01_BLOCKING_SOCKETS_NATIVE_H_

#ifdef _WIN32
// winsock2.h must come before windows.h, which would bring in the old winsock.h.
#include <winsock2.h>
// ws2tcpip.h needs winsock2.h first.
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#endif

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace l01 {

/// The system's own socket handle: a file descriptor on POSIX, a SOCKET on Windows.
#ifdef _WIN32
using NativeSocket = std::uintptr_t;
#else
using NativeSocket = int;
#endif

/// "No socket": -1 on POSIX, INVALID_SOCKET on Windows.
inline constexpr NativeSocket kNoSocket = static_cast<NativeSocket>(-1);

/// The error code of the last failed socket call on this thread: errno, or WSAGetLastError().
/// Read it before any other call: even a successful one may overwrite it.
int LastSocketError() noexcept;

/// The system's text for an error code, such as "Connection refused".
std::string SystemReason(int code);

/// True if the call would have had to wait: try again when the socket is ready.
/// POSIX allows two codes for it, EAGAIN and EWOULDBLOCK (man 2 recv).
bool IsWouldBlock(int code) noexcept;

/// True if a non-blocking connect has been started and goes on in the background.
bool IsConnectInProgress(int code) noexcept;

/// True if a signal interrupted the call before it did anything: simply call again.
bool IsInterrupted(int code) noexcept;

/// True if the process or the system has no descriptor (or handle) or memory left.
bool IsOutOfDescriptors(int code) noexcept;

/// The text for an error of getaddrinfo, which has codes of its own on POSIX.
std::string ResolveReason(int code);

namespace native {

/// Opens a socket that child processes do not inherit. Returns kNoSocket on failure.
NativeSocket Open(int family, int type) noexcept;
/// Accepts one connection, close-on-exec as well. Returns kNoSocket on failure.
NativeSocket Accept(NativeSocket listener, sockaddr* address, socklen_t* size) noexcept;
/// Closes the handle. Errors are ignored: the handle is gone in every case.
void Close(NativeSocket socket) noexcept;
/// send() that never raises SIGPIPE. Returns the byte count or -1.
std::ptrdiff_t Send(NativeSocket socket, std::span<const std::byte> bytes) noexcept;
/// recv(). Returns the byte count, 0 at the end of the stream, or -1.
std::ptrdiff_t Recv(NativeSocket socket, std::span<std::byte> room) noexcept;
/// Closes the sending direction: the peer receives an end of stream. Returns false on failure.
bool ShutdownSend(NativeSocket socket) noexcept;
/// Closes both directions: a call that another thread is blocked in returns. The handle stays open.
void ShutdownBoth(NativeSocket socket) noexcept;
/// Switches between blocking and non-blocking mode. Returns false on failure.
bool SetNonBlocking(NativeSocket socket, bool non_blocking) noexcept;
/// setsockopt(SO_REUSEADDR) where it means "ignore TIME_WAIT". On Windows the option of that name
/// would let two servers share a port, so nothing is set there. Returns false on failure.
bool SetReuseAddress(NativeSocket socket) noexcept;
/// poll(), or WSAPoll() on Windows. Returns the number of ready entries, 0 on time-out, -1.
int Poll(std::span<pollfd> entries, int timeout_ms) noexcept;

}  // namespace native
}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_NATIVE_H_
