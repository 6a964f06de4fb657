// Windows wants WSAStartup before the first socket call and WSACleanup after the last. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_WINSOCK_SESSION_H_
#define LESSONS_01_BLOCKING_SOCKETS_WINSOCK_SESSION_H_

namespace l01 {

/// Winsock is usable while one of these lives; POSIX needs nothing, so there it does nothing.
///
/// Make it first in main(), before any object that owns a socket or an event. A member that is
/// constructed earlier would call Winsock before WSAStartup, and its destructor after WSACleanup.
class WinsockSession {
 public:
  /// Asks for version 2.2, the one that every Windows since 1998 has.
  /// @throws SocketError if Winsock cannot be started in that version.
  WinsockSession();
  ~WinsockSession();
  WinsockSession(const WinsockSession&) = delete;
  WinsockSession& operator=(const WinsockSession&) = delete;
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_WINSOCK_SESSION_H_
