// One client of a non-blocking echo server: a buffer, and what it waits for now. Lesson 01.
//
// The connection either waits to read or waits to write, never both. While the client does not take
// its echo we do not read more from it: so the memory per client is bounded, and TCP itself slows
// the sender down. This is back-pressure.
#ifndef LESSONS_01_BLOCKING_ECHO_CONNECTION_H_
#define LESSONS_01_BLOCKING_ECHO_CONNECTION_H_

#include <array>
#include <cstddef>

#include "01_blocking/sockets/io_counts.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {

/// The echo conversation with one client. Works on any readiness model: call Advance() when the
/// socket is ready for what wants() says.
class EchoConnection {
 public:
  /// What the connection waits for.
  enum class Wants {
    kRead,   ///< the client's next bytes
    kWrite,  ///< room in the socket's send buffer, for the rest of the echo
  };
  /// What one step came to.
  enum class Progress {
    kMoved,  ///< bytes were received and echoed, or the pending rest was sent; maybe there is more
    kBlocked,  ///< the socket said "would block": nothing more to do until it is ready again
    kOver,     ///< the conversation has ended: destroy the connection
  };

  /// Takes a connected socket and makes it non-blocking. @throws SocketError.
  explicit EchoConnection(Socket socket);

  /// Does one step: sends what is pending, or receives once and sends that. Never blocks.
  Progress Advance();

  /// What to wait for now.
  Wants wants() const noexcept { return begin_ < end_ ? Wants::kWrite : Wants::kRead; }
  /// True if the last step received and did not fill its buffer: at that moment nothing was left.
  bool received_all() const noexcept { return received_all_; }
  /// The calls made so far.
  const IoCounts& counts() const noexcept { return counts_; }
  /// The client's socket.
  const Socket& socket() const noexcept { return socket_; }

 private:
  Progress Receive();
  Progress Flush();

  Socket socket_;                            // the client
  std::array<std::byte, 16 * 1024> buffer_;  // what was received
  std::size_t begin_ = 0;                    // first byte of buffer_ that is not echoed yet
  IoCounts counts_;                          // the calls made so far
  std::size_t end_ = 0;                      // end of the received bytes in buffer_
  bool received_all_ = false;                // the last step's recv was short
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_CONNECTION_H_
