// The interactive client: a line in is a message out, a message in is a line out.
//
// Works for a person at a terminal, and as a link in a pipe:
//   generate | 05_websocket ws://host/ | consume
// The end of the input ends the connection, but not before everything was sent and the replies had
// a chance to come. A Close frame right behind the last message is legal, and most servers then
// throw away the answers they were still working on.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "05_websocket/client/backoff.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/program/client_arguments.h"
#include "05_websocket/program/console.h"
#include "05_websocket/program/line_source.h"
#include "support/stop_signal.h"

namespace l05 {

/// Lines out, messages in, on one loop. Only one may exist in a program.
class LineClient {
 public:
  /// Replies are waited for at most this many times --wait after the last octet was sent, so that a
  /// server that never falls silent does not keep the program for ever.
  static constexpr int kMaxWaits = 10;

  /// @throws support::UsageError for arguments that cannot be meant.
  explicit LineClient(const ClientArguments& arguments);

  /// Runs until the end of the connection and returns the exit code.
  /// @throws support::UsageError for a wrong address; std::runtime_error with one line for a
  /// connection that failed or ended badly.
  int Run();

 private:
  void Connect();
  void OnOpen();
  void OnMessage(Opcode opcode, std::string_view payload);
  void OnClose(const CloseInfo& info);
  void SendLines();
  bool SendLine(const std::string& line);
  void WaitForReplies();
  void OnQuiet();
  void Stop();
  void CloseWith(std::uint16_t code);
  void End(const CloseInfo& info);
  bool RetryLater(const CloseInfo& info);

  const std::string url_;                    // where to connect
  const ClientOptions options_;              // how
  const std::optional<CloseRequest> close_;  // --close, if given
  const std::chrono::milliseconds wait_;     // silence after which the replies are over
  const bool binary_;                        // lines are binary messages
  const bool retry_;                         // connect again after a failure
  l04::PhysicalSocketServer loop_;           // declared before everything that stands on it
  WebSocketClient client_;                   // the connection
  Console console_;                          // where messages go
  std::optional<LineSource> input_;          // standard input, from the first open connection on
  Backoff backoff_;                          // the waits between attempts
  l04::Timer next_attempt_;                  // runs while none is open
  l04::Timer quiet_;                         // the end of the input was read: waits for replies
  int waits_ = 0;                            // how often quiet_ has run out or started anew
  std::size_t queued_before_ = 0;            // octets in the send queue when quiet_ started
  bool replied_ = false;                     // a message came since quiet_ started
  bool closing_ = false;                     // we asked for the end: no more attempts
  std::optional<CloseInfo> end_;             // how it ended
  std::optional<support::StopSignal> stop_;  // Ctrl-C
  std::vector<l04::Connection> slots_;       // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_
