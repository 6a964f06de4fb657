// A WebSocket server that somebody else wrote, in a process of its own.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_REAL_PEER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_REAL_PEER_H_

#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace ws_test {

/// Starts a server that prints "listening on HOST:PORT" first, and ends it with SIGTERM.
class RealPeer {
 public:
  /// Waits for the announcement. @throws std::runtime_error if it does not come.
  explicit RealPeer(const std::vector<std::string>& command);
  ~RealPeer();
  RealPeer(const RealPeer&) = delete;
  RealPeer& operator=(const RealPeer&) = delete;

  /// "HOST:PORT".
  const std::string& address() const { return address_; }
  /// "ws://HOST:PORT" + target.
  std::string Url(const std::string& target = "/") const { return "ws://" + address_ + target; }
  /// Waits until the server has said `text` on standard error.
  bool Said(const std::string& text);

 private:
  test_support::ChildProcess process_;  // the server
  std::string address_;                 // where it listens
};

/// npm's `ws` or `websocket`.
std::vector<std::string> NodeEcho(const std::string& library, bool compress);
/// Python's `websockets`, of the system's own Python.
std::vector<std::string> PythonEcho(bool compress);
/// Boost.Beast.
std::vector<std::string> BeastEcho(bool compress);

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_REAL_PEER_H_
