// connect without waiting: start it, wait for writability, ask how it went. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_NONBLOCKING_CONNECT_H_
#define LESSONS_01_BLOCKING_SOCKETS_NONBLOCKING_CONNECT_H_

#include <chrono>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// A connection attempt that goes on in the background.
class PendingConnect {
 public:
  /// Starts to connect a new non-blocking socket. @throws SocketError if it fails at once.
  explicit PendingConnect(const Endpoint& peer);

  /// The socket, for a loop that waits for many: the attempt has ended when it is writable.
  const Socket& socket() const noexcept { return socket_; }

  /// Call it when the socket is writable: gives the connected, non-blocking socket away.
  /// @throws SocketError with the reason if the attempt failed; called too early, it says so and
  /// the attempt goes on. "Writable" alone proves nothing.
  Socket Finish();

 private:
  Socket socket_;  // connecting
  Endpoint peer_;  // for the error line
};

/// Connects within `timeout`, which WaitWritable explains. A blocking connect would wait for
/// minutes if nobody answers at all.
/// @throws SocketError; its reason is "timed out" if the time has passed.
Socket ConnectWithin(const Endpoint& peer, std::chrono::milliseconds timeout);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_NONBLOCKING_CONNECT_H_
