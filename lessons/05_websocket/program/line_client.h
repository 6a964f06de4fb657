// The interactive client: a line in is a message out, a message in is a line out.
//
// Works for a person at a terminal, and as a link in a pipe:
//   generate | 05_websocket ws://host/ | consume
// The end of the input ends the connection, but not before everything was sent and the replies had
// a chance to come. A Close frame right behind the last message is legal, and most servers then
// throw away the answers they were still working on.
//
// Its functions stand in three files: line_client.cc has the conversation, line_client_input.cc
// what goes in, line_client_end.cc how it ends.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "05_websocket/client/backoff.h"
#include "05_websocket/client/deadline.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/program/client_arguments.h"
#include "05_websocket/program/last_lines.h"
#include "05_websocket/program/line_editor.h"
#include "05_websocket/program/line_feed.h"
#include "05_websocket/program/output.h"
#include "05_websocket/program/reporter.h"
#include "support/stop_signal.h"

namespace l05 {

/// Lines out, messages in, on one loop. Only one may exist in a program.
class LineClient {
 public:
  /// A server that never falls silent keeps the program for at most this many times --wait after
  /// the last octet was sent. One long reply that is still arriving does not count.
  static constexpr int kMaxWaits = 100;
  /// After Ctrl-C everything must be over within this time.
  static constexpr std::chrono::seconds kStopWithin{5};

  /// @throws support::UsageError for arguments that cannot be meant.
  explicit LineClient(const ClientArguments& arguments);

  /// Runs until the end of the connection and returns the exit code.
  /// @throws support::UsageError for a wrong address; std::runtime_error with one line for a
  /// connection that failed or ended badly, and for lines that were not sent.
  int Run();

 private:
  std::unique_ptr<Reporter> MakeReporter();
  void Print(std::string_view text);
  void Say(const std::string& text);
  void Connect();
  void OnOpen();
  void OnMessage(Opcode opcode, std::string_view payload);
  void OnClose(const CloseInfo& info);
  void OnOutputChanged();
  void StartFeed();
  void StartEditor();
  bool Obey(const std::string& line);
  void PumpLines();
  void WaitForReplies();
  void OnQuiet();
  void Stop();
  void CloseWith(std::uint16_t code);
  void End(const CloseInfo& info);
  bool RetryLater(const CloseInfo& info);
  void FinishIfAllIsDone();
  std::string Problem() const;
  int Report();

  const ClientArguments arguments_;          // what was asked for
  ClientOptions options_;                    // how to connect
  std::string url_;                          // where to, without a password
  const std::optional<CloseRequest> close_;  // --close, if given
  const std::vector<std::string> messages_;  // -x, or a file: instead of the input
  const std::chrono::milliseconds wait_;     // silence after which the replies are over
  l04::PhysicalSocketServer loop_;           // declared before everything that stands on it
  std::optional<support::StopSignal> stop_;  // Ctrl-C; before every thread, see StopSignal
  LoopTimers timers_;                        // its timers
  WebSocketClient client_;                   // the connection
  Output output_;                            // where messages go
  std::unique_ptr<Reporter> reporter_;       // as what
  LineFeed feed_;                            // where lines come from
  std::unique_ptr<LineEditor> editor_;       // at a terminal: where they are typed
  LastLines last_lines_;                     // after the end: what was left over
  Backoff backoff_;                          // the waits between attempts
  l04::Timer next_attempt_;                  // runs while none is open
  l04::Timer stop_by_;                       // Ctrl-C was pressed: the last moment
  Deadline quiet_;                           // the end of the input was read: waits for replies
  Progress before_;                          // what had moved when quiet_ was started
  int waits_ = 0;                            // how often messages came while it ran
  bool answered_ = false;                    // -1: the message came
  bool closing_ = false;                     // we asked for the end: no more attempts
  bool interrupted_ = false;                 // by Ctrl-C
  bool failure_told_ = false;                // what was not sent is known, and said
  bool finished_ = false;                    // nothing is left to do
  std::optional<CloseInfo> end_;             // how it ended
  std::vector<l04::Connection> slots_;       // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_
