// The conversation: a connection opens, messages come, and the output holds them back if it is
// full.
#include "05_websocket/program/line_client.h"

#include <stdexcept>
#include <utility>

#include "05_websocket/handshake/uri.h"
#include "05_websocket/program/console.h"
#include "05_websocket/program/json_lines.h"
#include "05_websocket/program/terminal.h"
#include "support/command_line.h"
#include "support/standard_streams.h"

namespace l05 {

LineClient::LineClient(const ClientArguments& arguments)
    : task_(arguments),
      loop_(l04::BackendFromString(arguments.backend)),
      interruption_{std::optional<support::StopSignal>(std::in_place,
                                                       [this] { loop_.Post([this] { Stop(); }); }),
                    {}},
      timers_(loop_),
      client_(loop_),
      output_([this] { loop_.Post([this] { OnOutputChanged(); }); }),
      reporter_(MakeReporter()),
      feed_(client_, {arguments.binary, task_.Cut(),
                      task_.IsTyped() ? [this](const std::string& line) { return Obey(line); }
                                      : std::function<bool(const std::string&)>()}),
      last_lines_(timers_, feed_),
      replies_(timers_, client_, task_.wait) {
  if (task_.options.log) task_.options.log = [this](const std::string& line) { Say(line); };
  slots_.push_back(client_.SignalOpen.connect([this](auto*) { OnOpen(); }));
  slots_.push_back(client_.SignalMessage.connect(
      [this](auto*, Opcode opcode, std::string_view payload) { OnMessage(opcode, payload); }));
  slots_.push_back(
      client_.SignalControl.connect([this](auto*, Opcode opcode, std::string_view payload) {
        reporter_->OnControl(opcode, payload);
      }));
  slots_.push_back(client_.SignalWritable.connect([this](auto*) { PumpLines(); }));
  slots_.push_back(
      client_.SignalClose.connect([this](auto*, const CloseInfo& info) { OnClose(info); }));
}

std::unique_ptr<Reporter> LineClient::MakeReporter() {
  const auto print = [this](std::string_view text) { Print(text); };
  if (task_.arguments.output.json_lines) return std::make_unique<JsonLines>(print);
  return std::make_unique<Console>(print, task_.Look());
}

// Below a message the line that is being typed is drawn again.
void LineClient::Print(std::string_view text) {
  if (editor_ && OutputIsTerminal()) return editor_->PrintAbove(text);
  output_.Write(text);
}

// On standard error, like every word of this program that is not a message. If that is the terminal
// on which somebody types, it must not hit the line that is being typed.
void LineClient::Say(const std::string& text) {
  if (editor_ && OutputIsTerminal() && ErrorIsTerminal()) return editor_->PrintAbove(text + '\n');
  support::WriteStandardError(text + '\n');
}

int LineClient::Run() {
  Connect();
  while (!end_.finished && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
  }
  if (!end_.info) throw std::runtime_error(loop_.LastError());
  return Report();
}

void LineClient::Connect() {
  std::string error;
  const std::optional<Uri> uri = ParseUri(task_.arguments.url, &error);
  if (uri) url_ = uri->ToString();
  if (!uri || !client_.Open(task_.arguments.url, task_.options, &error))
    throw support::UsageError(error);
}

void LineClient::OnOpen() {
  retry_.backoff.OnOpen(timers_.Now());
  if (output_.waiting() >= Output::kMaxWaiting) client_.PauseReading();
  reporter_->OnConnected({url_, client_.subprotocol(), client_.compressed()});
  // What was typed before the connection was open would be lost if the connection failed, so the
  // input is not touched before.
  if (!feed_.started()) StartFeed();
  reporter_->Prompt();
  PumpLines();  // what waited while a lost connection was replaced
}

// [back-pressure]
// A reader of our output that is slower than the server must slow the server down, or our memory
// fills up.
void LineClient::OnMessage(Opcode opcode, std::string_view payload) {
  if (task_.arguments.one && std::exchange(end_.answered, true)) return;  // came behind the one
  reporter_->OnMessage(opcode, payload);
  if (task_.arguments.one) return CloseWith(kNormalClosure);
  if (output_.waiting() >= Output::kMaxWaiting) client_.PauseReading();
}

void LineClient::OnOutputChanged() {
  if (const std::string error = output_.Error(); !error.empty()) throw std::runtime_error(error);
  client_.ResumeReading();
  FinishIfAllIsDone();
}
// [back-pressure]

void LineClient::OnClose(const CloseInfo& info) {
  replies_.Cancel();
  retry_.backoff.OnClose(timers_.Now());
  feed_.OnClosed(info);
  reporter_->OnEnd(info);
  if (!RetryLater(info)) EndWith(info);
}

}  // namespace l05
