// Lines become messages, messages become lines, and every end has its exit code.
#include "05_websocket/program/line_client.h"

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "05_websocket/program/terminal.h"
#include "support/command_line.h"

namespace l05 {

namespace {

// On standard error, like every word of this program that is not a message.
void Say(const std::string& text) {
  std::fprintf(stderr, "05_websocket: %s\n", text.c_str());
}

std::optional<CloseRequest> CloseOf(const ClientArguments& arguments) {
  if (arguments.close.empty()) return std::nullopt;
  return ParseCloseRequest(arguments.close);
}

}  // namespace

LineClient::LineClient(const ClientArguments& arguments)
    : arguments_(arguments),
      options_(OptionsFor(arguments)),
      close_(CloseOf(arguments)),
      wait_(ParseSeconds(arguments.wait_seconds, "--wait")),
      loop_(l04::BackendFromString(arguments.backend)),
      stop_(std::in_place, [this] { loop_.Post([this] { Stop(); }); }),
      timers_(loop_),
      client_(loop_),
      output_([this] { loop_.Post([this] { OnOutputChanged(); }); }),
      console_([this](std::string_view text) { output_.Write(text); }, arguments.binary),
      feed_(client_, arguments.binary),
      last_lines_(timers_, feed_),
      quiet_(timers_) {
  slots_.push_back(client_.SignalOpen.connect([this](auto*) { OnOpen(); }));
  slots_.push_back(client_.SignalMessage.connect(
      [this](auto*, Opcode opcode, std::string_view payload) { OnMessage(opcode, payload); }));
  slots_.push_back(client_.SignalWritable.connect([this](auto*) { PumpLines(); }));
  slots_.push_back(
      client_.SignalClose.connect([this](auto*, const CloseInfo& info) { OnClose(info); }));
}

int LineClient::Run() {
  Connect();
  while (!finished_ && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
  }
  if (!end_) throw std::runtime_error(loop_.LastError());
  return Report();
}

void LineClient::Connect() {
  std::string error;
  if (!client_.Open(arguments_.url, options_, &error)) throw support::UsageError(error);
}

void LineClient::OnOpen() {
  backoff_.OnOpen(timers_.Now());
  if (output_.waiting() >= Output::kMaxWaiting) client_.PauseReading();
  // What was typed before the connection was open would be lost if the connection failed, so the
  // input is not touched before.
  if (!feed_.started()) StartFeed();
  console_.Prompt();
  PumpLines();  // what waited while a lost connection was replaced
}

void LineClient::StartFeed() {
  if (arguments_.listen_only) return;
  if (!arguments_.messages.empty()) return feed_.Start(arguments_.messages);
  feed_.Start([this] { loop_.Post([this] { PumpLines(); }); });
}

void LineClient::PumpLines() {
  feed_.Pump([this] { console_.Prompt(); });
  if (feed_.Ended()) WaitForReplies();
  FinishIfAllIsDone();
}

// [back-pressure]
// A reader of our output that is slower than the server must slow the server down, or our memory
// fills up.
void LineClient::OnMessage(Opcode opcode, std::string_view payload) {
  if (arguments_.one && std::exchange(answered_, true)) return;  // came behind the one
  console_.Print(opcode, payload);
  if (arguments_.one) return CloseWith(kNormalClosure);
  if (output_.waiting() >= Output::kMaxWaiting) client_.PauseReading();
}

void LineClient::OnOutputChanged() {
  if (const std::string error = output_.Error(); !error.empty()) throw std::runtime_error(error);
  client_.ResumeReading();
  FinishIfAllIsDone();
}
// [back-pressure]

// [wait for replies]
void LineClient::WaitForReplies() {
  if (closing_ || client_.state() != WebSocketClient::State::kConnected) return;
  if (arguments_.one) return;  // the message ends it, however long it takes
  if (wait_.count() == 0) return CloseWith(kNormalClosure);
  before_ = client_.progress();
  quiet_.Start(wait_, [this] { OnQuiet(); });
}

// As long as something moves, in either direction, the conversation is not over. Only whole
// messages that come are counted: a server could go on for ever, but what we have to send comes to
// an end, and a single message too.
void LineClient::OnQuiet() {
  const Progress now = client_.progress();
  const bool messages = now.received != before_.received && !client_.InsideMessage();
  if (messages) ++waits_;
  if (Moved(before_, now) && waits_ < kMaxWaits) return WaitForReplies();
  CloseWith(kNormalClosure);
}
// [wait for replies]

// Ctrl-C. Once: the system's own answer to a second one is to end the program, and whoever presses
// twice wants that.
void LineClient::Stop() {
  stop_.reset();
  interrupted_ = true;
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
  End(info);
}

void LineClient::CloseWith(std::uint16_t code) {
  closing_ = true;
  const CloseRequest request = close_.value_or(CloseRequest{code, {}});
  client_.Close(request.code, request.reason);  // false: the server was faster, its end is coming
}

void LineClient::OnClose(const CloseInfo& info) {
  quiet_.Cancel();
  backoff_.OnClose(timers_.Now());
  feed_.OnClosed(info);
  if (!RetryLater(info)) End(info);
}

// [retry]
bool LineClient::RetryLater(const CloseInfo& info) {
  if (!arguments_.retry || closing_ || feed_.Ended()) return false;
  const std::optional<std::chrono::milliseconds> delay = backoff_.After(info);
  if (!delay) return false;
  if (!arguments_.quiet) Say(EndText(info) + "; " + backoff_.Announcement(*delay));
  next_attempt_ = loop_.CallAfter(*delay, [this] { Connect(); });
  return true;
}
// [retry]

// [end]
void LineClient::End(const CloseInfo& info) {
  end_ = info;
  console_.EndPrompt();
  last_lines_.Start([this] { FinishIfAllIsDone(); });
  // Somebody who types need not type on to learn that the server has left.
  if (InputIsTerminal()) last_lines_.Stop();
  FinishIfAllIsDone();
}

// The end of the connection is not the end of the work: messages may wait to be written, and lines
// to be counted.
void LineClient::FinishIfAllIsDone() {
  if (!end_ || output_.waiting() > 0 || (last_lines_.Counting() && !interrupted_)) return;
  finished_ = true;
  loop_.WakeUp();
}
// [end]

// Exit code 0 says that everything was sent, received and written. Everything else has one line.
int LineClient::Report() const {
  std::string problem = feed_.Problem();
  if (arguments_.one && !answered_ && IsGoodEnd(*end_)) problem += "no message came";
  if (output_.waiting() > 0) problem += "interrupted: the output was not written to its end";
  if (!problem.empty()) throw std::runtime_error(EndText(*end_) + "; " + problem);
  if (!IsGoodEnd(*end_) || (arguments_.strict_exit && !IsStrictlyGoodEnd(*end_))) {
    throw std::runtime_error(EndText(*end_));
  }
  if (!arguments_.quiet && !arguments_.verbose) Say(EndText(*end_));
  return 0;
}

}  // namespace l05
