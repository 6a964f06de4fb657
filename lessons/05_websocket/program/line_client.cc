// The conversation: a connection opens, messages come, and the output holds them back if it is
// full.
#include "05_websocket/program/line_client.h"

#include <stdexcept>
#include <utility>

#include "05_websocket/handshake/uri.h"
#include "05_websocket/program/connection_options.h"
#include "05_websocket/program/console.h"
#include "05_websocket/program/json_lines.h"
#include "05_websocket/program/terminal.h"
#include "support/command_line.h"
#include "support/standard_streams.h"

namespace l05 {

namespace {

std::optional<CloseRequest> CloseOf(const ClientArguments& arguments) {
  if (arguments.close.empty()) return std::nullopt;
  return ParseCloseRequest(arguments.close);
}

Framing FramingOf(const ClientArguments& arguments) {
  if (arguments.output.json_lines) return Framing::kJson;
  if (arguments.output.nul) return Framing::kNul;
  if (arguments.output.lengths) return Framing::kLengths;
  return arguments.binary ? Framing::kRaw : Framing::kLines;
}

// With an explicit end of each message --binary says only which kind they are.
LineSource::Cut CutOf(const ClientArguments& arguments) {
  if (!arguments.message_file.empty()) return LineSource::Cut::kWhole;
  if (arguments.output.nul) return LineSource::Cut::kNul;
  return arguments.binary ? LineSource::Cut::kBlocks : LineSource::Cut::kLines;
}

// Read before anything connects: a name that was typed wrong is a mistake, not a failure.
std::vector<std::string> MessagesOf(const ClientArguments& arguments) {
  const std::string& file = arguments.message_file;
  if (file.empty() || file == "-") return arguments.messages;
  return {ReadFile("--message-file", file)};
}

}  // namespace

LineClient::LineClient(const ClientArguments& arguments)
    : arguments_(arguments),
      options_(OptionsFor(arguments)),
      close_(CloseOf(arguments)),
      messages_(MessagesOf(arguments)),
      wait_(ParseSeconds(arguments.wait_seconds, "--wait")),
      loop_(l04::BackendFromString(arguments.backend)),
      stop_(std::in_place, [this] { loop_.Post([this] { Stop(); }); }),
      timers_(loop_),
      client_(loop_),
      output_([this] { loop_.Post([this] { OnOutputChanged(); }); }),
      reporter_(MakeReporter()),
      feed_(client_, {arguments.binary, CutOf(arguments),
                      InputIsTerminal() && arguments.message_file.empty()
                          ? [this](const std::string& line) { return Obey(line); }
                          : std::function<bool(const std::string&)>()}),
      last_lines_(timers_, feed_),
      quiet_(timers_) {
  if (options_.log) options_.log = [this](const std::string& line) { Say(line); };
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
  const OutputArguments& wanted = arguments_.output;
  if (wanted.json_lines) return std::make_unique<JsonLines>(print);
  Appearance appearance;
  appearance.framing = FramingOf(arguments_);
  appearance.timestamps = wanted.timestamps;
  appearance.pretty = wanted.pretty;
  appearance.pings = wanted.pings;
  appearance.colour = ColourIsWelcome();
  appearance.greeting = !arguments_.quiet;
  appearance.prompt = !HasLineEditor();
  return std::make_unique<Console>(print, appearance);
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
  while (!finished_ && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
  }
  if (!end_) throw std::runtime_error(loop_.LastError());
  return Report();
}

void LineClient::Connect() {
  std::string error;
  const std::optional<Uri> uri = ParseUri(arguments_.url, &error);
  if (uri) url_ = uri->ToString();
  if (!uri || !client_.Open(arguments_.url, options_, &error)) throw support::UsageError(error);
}

void LineClient::OnOpen() {
  backoff_.OnOpen(timers_.Now());
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
  if (arguments_.one && std::exchange(answered_, true)) return;  // came behind the one
  reporter_->OnMessage(opcode, payload);
  if (arguments_.one) return CloseWith(kNormalClosure);
  if (output_.waiting() >= Output::kMaxWaiting) client_.PauseReading();
}

void LineClient::OnOutputChanged() {
  if (const std::string error = output_.Error(); !error.empty()) throw std::runtime_error(error);
  client_.ResumeReading();
  FinishIfAllIsDone();
}
// [back-pressure]

void LineClient::OnClose(const CloseInfo& info) {
  quiet_.Cancel();
  backoff_.OnClose(timers_.Now());
  feed_.OnClosed(info);
  reporter_->OnEnd(info);
  if (!RetryLater(info)) End(info);
}

}  // namespace l05
