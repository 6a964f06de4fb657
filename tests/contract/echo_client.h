// The client of the contract conversations. It never blocks without a deadline.
#ifndef TESTS_CONTRACT_ECHO_CLIENT_H_
#define TESTS_CONTRACT_ECHO_CLIENT_H_

#include <chrono>
#include <string>

#include "01_blocking/sockets/socket.h"

namespace contract {

/// A non-blocking connection to an echo server.
class EchoClient {
 public:
  /// All buffers between two programs together do not hold so much: a server that takes it while
  /// nobody reads its echo keeps it in its memory, or throws it away.
  static constexpr std::size_t kMoreThanAllBuffers = 64 << 20;

  /// Connects. @throws l01::SocketError.
  explicit EchoClient(const l01::Endpoint& server);

  /// Sends `text` and collects what comes back, at the same time, until as many bytes have arrived.
  /// Returns what arrived, which is less if the deadline passes or the connection ends.
  std::string Exchange(const std::string& text);
  /// Sends all of `text`, without reading.
  bool Send(const std::string& text);
  /// Sends copies of `text` until the server takes no more for a while. Returns the bytes it took;
  /// never much more than kMoreThanAllBuffers.
  std::size_t SendUntilStuck(const std::string& text);
  /// Receives exactly `size` bytes, or less if the deadline passes or the connection ends.
  std::string Receive(std::size_t size);
  /// True if something can be received within `timeout`.
  bool AnswerArrivesWithin(std::chrono::milliseconds timeout) { return WaitFor(POLLIN, timeout); }
  /// Receives until the server closes. `*closed` tells whether it did.
  std::string ReceiveUntilClosed(bool* closed);
  /// Closes the sending direction.
  void ShutdownSend() { socket_.ShutdownSend(); }
  /// Breaks the connection with an RST instead of closing it in order.
  void Reset();

 private:
  bool WaitFor(short events, std::chrono::milliseconds timeout);

  l01::Socket socket_;  // non-blocking
};

}  // namespace contract

#endif  // TESTS_CONTRACT_ECHO_CLIENT_H_
