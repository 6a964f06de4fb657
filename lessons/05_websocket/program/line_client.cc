// Lines become messages, messages become lines, and every end has its exit code.
#include "05_websocket/program/line_client.h"

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "support/command_line.h"

namespace l05 {

using std::chrono::milliseconds;

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
    : url_(arguments.url),
      options_(OptionsFor(arguments)),
      close_(CloseOf(arguments)),
      wait_(ParseSeconds(arguments.wait_seconds, "--wait")),
      binary_(arguments.binary),
      retry_(arguments.retry),
      loop_(l04::BackendFromString(arguments.backend)),
      client_(loop_) {
  slots_.push_back(client_.SignalOpen.connect([this](auto*) { OnOpen(); }));
  slots_.push_back(client_.SignalMessage.connect(
      [this](auto*, Opcode opcode, std::string_view payload) { OnMessage(opcode, payload); }));
  slots_.push_back(client_.SignalWritable.connect([this](auto*) { SendLines(); }));
  slots_.push_back(
      client_.SignalClose.connect([this](auto*, const CloseInfo& info) { OnClose(info); }));
}

int LineClient::Run() {
  // Before Connect, which may start a thread that looks the name up: threads inherit the blocking
  // of the signals, and one without it would die of Ctrl-C.
  stop_.emplace([this] { loop_.Post([this] { Stop(); }); });
  Connect();
  while (!end_ && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
  }
  input_.reset();
  console_.EndPrompt();
  if (!end_) throw std::runtime_error(loop_.LastError());
  return ExitCodeFor(*end_);
}

void LineClient::Connect() {
  std::string error;
  if (!client_.Open(url_, options_, &error)) throw support::UsageError(error);
}

void LineClient::OnOpen() {
  backoff_.Reset();
  const auto available = [this] { loop_.Post([this] { SendLines(); }); };
  // What was typed before the connection was open would be lost if the connection failed, so the
  // input is not touched before.
  if (!input_) input_.emplace(available, binary_ ? LineSource::kKeep : LineSource::kStrip);
  console_.Prompt();
  SendLines();  // what waited while a lost connection was replaced
}

// [send lines]
// Takes lines only while the send queue has room: a file piped into a slow server waits on disk
// and not in memory. SignalWritable comes back here.
void LineClient::SendLines() {
  while (client_.state() == WebSocketClient::State::kConnected && !closing_) {
    const std::optional<std::string> line = input_->Take();
    if (!line) break;
    if (!SendLine(*line)) return;
    console_.Prompt();
  }
  if (input_->Ended()) WaitForReplies();
}
// [send lines]

// False: the queue is full, the next line waits for SignalWritable.
bool LineClient::SendLine(const std::string& line) {
  const SendStatus status = binary_ ? client_.SendBinary(line) : client_.SendText(line);
  if (status == SendStatus::kNotUtf8) Say("this line is not UTF-8 and was not sent");
  return status != SendStatus::kFull;
}

void LineClient::OnMessage(Opcode opcode, std::string_view payload) {
  replied_ = true;
  console_.Print(opcode, payload);
}

// [wait for replies]
void LineClient::WaitForReplies() {
  if (closing_ || client_.state() != WebSocketClient::State::kConnected) return;
  if (wait_.count() == 0) return CloseWith(kNormalClosure);
  queued_before_ = client_.queued();
  replied_ = false;
  quiet_ = loop_.CallAfter(wait_, [this] { OnQuiet(); });
}

// As long as something moves, in either direction, the conversation is not over. Only what moves
// towards us is counted: a server could go on for ever, but what we have to send comes to an end.
void LineClient::OnQuiet() {
  const bool sending = client_.queued() > 0 && client_.queued() != queued_before_;
  if (!sending) ++waits_;
  if (sending || (replied_ && waits_ < kMaxWaits)) return WaitForReplies();
  CloseWith(kNormalClosure);
}
// [wait for replies]

// Ctrl-C. Once: the system's own answer to a second one is to end the program, and whoever presses
// twice wants that.
void LineClient::Stop() {
  stop_.reset();
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
  if (!RetryLater(info)) End(info);
}

// [retry]
bool LineClient::RetryLater(const CloseInfo& info) {
  const bool nothing_left = input_ && input_->Ended();
  if (!retry_ || closing_ || nothing_left || !IsWorthARetry(info)) return false;
  const std::optional<milliseconds> delay = backoff_.Next();
  if (!delay) return false;
  Say(info.what + "; attempt " + std::to_string(backoff_.tries()) + " of " +
      std::to_string(Backoff::kTries) + " in " + std::to_string(delay->count() / 1000) + " s");
  next_attempt_ = loop_.CallAfter(*delay, [this] { Connect(); });
  return true;
}
// [retry]

void LineClient::End(const CloseInfo& info) {
  end_ = info;
  loop_.WakeUp();
}

}  // namespace l05
