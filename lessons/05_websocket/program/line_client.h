// The interactive client: a line in is a message out, a message in is a line out.
//
// Works for a person at a terminal, and as a link in a pipe:
//   generate | 05_websocket ws://host/ | consume
// The end of the input ends the connection, but not before everything was sent and the replies had
// a chance to come.
//
// More than ten members, on purpose: this object owns one of each part, and wires them. What the
// parts do stands with them.
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
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/program/last_lines.h"
#include "05_websocket/program/line_editor.h"
#include "05_websocket/program/line_feed.h"
#include "05_websocket/program/line_task.h"
#include "05_websocket/program/output.h"
#include "05_websocket/program/replies.h"
#include "05_websocket/program/reporter.h"
#include "support/stop_signal.h"

namespace l05 {

/// Lines out, messages in, on one loop. Only one may exist in a program.
class LineClient {
 public:
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
  void Stop();
  void CloseWith(std::uint16_t code);
  void EndWith(const CloseInfo& info);
  bool RetryLater(const CloseInfo& info);
  void FinishIfAllIsDone();
  std::string Problem() const;
  int Report();

  // Ctrl-C.
  struct Interruption {
    std::optional<support::StopSignal> signal;  // made before every thread, see StopSignal
    l04::Timer give_up;                         // it was pressed: the last moment
  };
  // The next attempt, while none is open.
  struct Retry {
    Backoff backoff;  // how long to wait for it
    l04::Timer next;  // begins it
  };
  // What is known about the end.
  struct End {
    bool answered = false;          // -1: the message came
    bool closing = false;           // we asked for the end: no more attempts
    bool interrupted = false;       // by Ctrl-C
    bool failure_told = false;      // what was not sent is known, and said
    bool finished = false;          // nothing is left to do
    std::optional<CloseInfo> info;  // how it ended
  };

  LineTask task_;                       // what to do
  l04::PhysicalSocketServer loop_;      // declared before everything that stands on it
  Interruption interruption_;           // see Interruption
  LoopTimers timers_;                   // the loop's
  WebSocketClient client_;              // the connection
  std::string url_;                     // where to, without a password
  Output output_;                       // where messages go
  std::unique_ptr<Reporter> reporter_;  // as what
  LineFeed feed_;                       // where lines come from
  std::unique_ptr<LineEditor> editor_;  // at a terminal: where they are typed
  LastLines last_lines_;                // after the end: what was left over
  Replies replies_;                     // after the last line: what is still to come
  Retry retry_;                         // see Retry
  End end_;                             // see End
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_CLIENT_H_
