// How it ends: by the server, by Ctrl-C, for good or until the next attempt; and the exit code.
#include <stdexcept>
#include <utility>

#include "05_websocket/program/end_text.h"
#include "05_websocket/program/line_client.h"
#include "05_websocket/program/terminal.h"

namespace l05 {

// Ctrl-C. Once: the system's own answer to a second one is to end the program, and whoever presses
// twice wants that.
void LineClient::Stop() {
  interruption_.signal.reset();
  end_.interrupted = true;
  editor_.reset();  // a second Ctrl-C would leave the terminal without its line mode
  // Neither a server that talks on nor a standing output may keep who wants to leave.
  interruption_.give_up = loop_.CallAfter(kStopWithin, [this] {
    CloseInfo info;
    info.what = "interrupted, and the connection did not end";
    if (!end_.info) EndWith(info);
    end_.finished = true;
    loop_.WakeUp();
  });
  if (end_.info) return FinishIfAllIsDone();
  const bool connected = client_.state() != WebSocketClient::State::kClose;
  if (connected) return CloseWith(kGoingAway);
  CloseInfo info;
  info.what = "interrupted while waiting for the next attempt";
  reporter_->OnFailure(info.what);
  EndWith(info);
}

void LineClient::CloseWith(std::uint16_t code) {
  replies_.Cancel();
  end_.closing = true;
  const CloseRequest request = task_.close.value_or(CloseRequest{code, {}});
  client_.Close(request.code, request.reason);  // false: the server was faster, its end is coming
}

// [retry]
bool LineClient::RetryLater(const CloseInfo& info) {
  if (!task_.arguments.retry || end_.closing || feed_.Ended()) return false;
  const std::optional<std::chrono::milliseconds> delay = retry_.backoff.After(info);
  if (!delay) return false;
  if (!task_.arguments.quiet)
    Say("05_websocket: " + EndText(info) + "; " + retry_.backoff.Announcement(*delay));
  retry_.next = loop_.CallAfter(*delay, [this] { Connect(); });
  return true;
}
// [retry]

void LineClient::EndWith(const CloseInfo& info) {
  end_.info = info;
  editor_.reset();  // gives the terminal back
  reporter_->EndPrompt();
  last_lines_.Start([this] { FinishIfAllIsDone(); });
  // Somebody who types need not type on to learn that the server has left.
  if (InputIsTerminal()) last_lines_.Stop();
  FinishIfAllIsDone();
}

// The end of the connection is not the end of the work: messages may wait to be written, and lines
// to be counted.
void LineClient::FinishIfAllIsDone() {
  if (!end_.info || output_.waiting() > 0 || (last_lines_.Counting() && !end_.interrupted)) return;
  const std::string problem = Problem();
  if (!problem.empty() && !std::exchange(end_.failure_told, true)) {
    reporter_->OnFailure(problem);
    if (output_.waiting() > 0) return;  // comes back when it is written
  }
  end_.finished = true;
  loop_.WakeUp();
}

// Exit code 0 says that everything was sent, received and written. Everything else has one line.
int LineClient::Report() {
  const std::string problem = Problem();
  const bool good =
      IsGoodEnd(*end_.info) && (!task_.arguments.strict_exit || IsStrictlyGoodEnd(*end_.info));
  if (!problem.empty()) throw std::runtime_error(EndText(*end_.info) + "; " + problem);
  if (!good) throw std::runtime_error(EndText(*end_.info));
  if (!task_.arguments.quiet && !task_.arguments.verbose)
    Say("05_websocket: " + EndText(*end_.info));
  return 0;
}

// What was not done although the connection ended well; or empty.
std::string LineClient::Problem() const {
  std::string problem = feed_.Problem();
  if (task_.arguments.one && !end_.answered && IsGoodEnd(*end_.info)) problem += "no message came";
  if (output_.waiting() > 0) problem += "interrupted: the output was not written to its end";
  return problem;
}

}  // namespace l05
