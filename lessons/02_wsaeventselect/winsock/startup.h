// WSAStartup and WSACleanup through winsock.h: the real ones on Windows, the emulation's elsewhere.
//
// Lesson 01's WinsockSession does nothing off Windows, because POSIX sockets need no start. The
// emulation insists on it, as Windows does. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_WINSOCK_STARTUP_H_
#define LESSONS_02_WSAEVENTSELECT_WINSOCK_STARTUP_H_

namespace l02 {

/// Winsock 2.2 is usable while one of these lives. They may nest.
class WinsockStartup {
 public:
  /// @throws l01::SocketError if Winsock cannot be started.
  WinsockStartup();
  ~WinsockStartup();
  WinsockStartup(const WinsockStartup&) = delete;
  WinsockStartup& operator=(const WinsockStartup&) = delete;
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_WINSOCK_STARTUP_H_
