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
  stop_.reset();
  interrupted_ = true;
  editor_.reset();  // a second Ctrl-C would leave the terminal without its line mode
  // Neither a server that talks on nor a standing output may keep who wants to leave.
  stop_by_ = loop_.CallAfter(kStopWithin, [this] {
    CloseInfo info;
    info.what = "interrupted, and the connection did not end";
    if (!end_) End(info);
    finished_ = true;
    loop_.WakeUp();
  });
  if (end_) return FinishIfAllIsDone();
  const bool connected = client_.state() != WebSocketClient::State::kClose;
  if (connected) return CloseWith(kGoingAway);
  CloseInfo info;
  info.what = "interrupted while waiting for the next attempt";
  reporter_->OnFailure(info.what);
  End(info);
}

void LineClient::CloseWith(std::uint16_t code) {
  closing_ = true;
  const CloseRequest request = close_.value_or(CloseRequest{code, {}});
  client_.Close(request.code, request.reason);  // false: the server was faster, its end is coming
}

// [retry]
bool LineClient::RetryLater(const CloseInfo& info) {
  if (!arguments_.retry || closing_ || feed_.Ended()) return false;
  const std::optional<std::chrono::milliseconds> delay = backoff_.After(info);
  if (!delay) return false;
  if (!arguments_.quiet)
    Say("05_websocket: " + EndText(info) + "; " + backoff_.Announcement(*delay));
  next_attempt_ = loop_.CallAfter(*delay, [this] { Connect(); });
  return true;
}
// [retry]

// [end]
void LineClient::End(const CloseInfo& info) {
  end_ = info;
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
  if (!end_ || output_.waiting() > 0 || (last_lines_.Counting() && !interrupted_)) return;
  const std::string problem = Problem();
  if (!problem.empty() && !std::exchange(failure_told_, true)) {
    reporter_->OnFailure(problem);
    if (output_.waiting() > 0) return;  // comes back when it is written
  }
  finished_ = true;
  loop_.WakeUp();
}
// [end]

// Exit code 0 says that everything was sent, received and written. Everything else has one line.
int LineClient::Report() {
  const std::string problem = Problem();
  const bool good = IsGoodEnd(*end_) && (!arguments_.strict_exit || IsStrictlyGoodEnd(*end_));
  if (!problem.empty()) throw std::runtime_error(EndText(*end_) + "; " + problem);
  if (!good) throw std::runtime_error(EndText(*end_));
  if (!arguments_.quiet && !arguments_.verbose) Say("05_websocket: " + EndText(*end_));
  return 0;
}

// What was not done although the connection ended well; or empty.
std::string LineClient::Problem() const {
  std::string problem = feed_.Problem();
  if (arguments_.one && !answered_ && IsGoodEnd(*end_)) problem += "no message came";
  if (output_.waiting() > 0) problem += "interrupted: the output was not written to its end";
  return problem;
}

}  // namespace l05
