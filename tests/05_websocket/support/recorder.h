// A client with its own loop and a record of everything it signalled.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_RECORDER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_RECORDER_H_

#include <gmock/gmock.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "05_websocket/client/websocket_client.h"
#include "tests/support/patience.h"

namespace ws_test {

/// One message as it was delivered.
using Message = std::pair<l05::Opcode, std::string>;

/// Options whose deadlines end a test in time and never matter on the way.
l05::ClientOptions Options(std::vector<std::string> subprotocols = {});

/// A loop, a client, and what the client said. One thread.
class Recorder {
 public:
  explicit Recorder(l04::BackendKind backend = l04::DefaultBackend());

  /// Opens; a refusal of the arguments fails the test.
  void Open(const std::string& url, const l05::ClientOptions& options = Options());
  /// Runs the loop until the condition holds. Returns false when patience is over.
  bool Until(const std::function<bool()>& condition,
             std::chrono::milliseconds patience = test_support::kPatience);
  /// Runs the loop until the connection is open, or has ended.
  bool UntilOpen();
  /// Runs the loop until SignalClose and returns what it said.
  l05::CloseInfo UntilClosed();
  /// Runs the loop for some turns in which nothing is expected.
  void Settle();

  l04::PhysicalSocketServer loop;      // declared first: the client dies before it
  l05::WebSocketClient client;         // what is tested
  bool refused = false;                // the last Open has returned false
  int opens = 0;                       // SignalOpen
  int writables = 0;                   // SignalWritable
  std::vector<Message> messages;       // SignalMessage
  std::vector<l05::CloseInfo> closes;  // SignalClose
  int after_close = 0;                 // any signal after SignalClose
  std::vector<l04::Connection> slots;  // declared last: disconnected first
};

/// Matches the end of a connection without a closing handshake: code 1006 (RFC 6455 §7.1.5), not
/// clean, with `part` somewhere in the reason that the user reads.
inline auto IsAbnormalClosure(const std::string& part = "") {
  using ::testing::Field;
  return ::testing::AllOf(Field("code", &l05::CloseInfo::code, 1006),
                          Field("clean", &l05::CloseInfo::clean, false),
                          Field("what", &l05::CloseInfo::what, ::testing::HasSubstr(part)));
}

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_RECORDER_H_
