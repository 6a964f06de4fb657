// What goes in: lines, typed ones and a file, and what follows when the input has ended.
#include <utility>

#include "05_websocket/program/line_client.h"
#include "05_websocket/program/terminal.h"
#include "05_websocket/program/terminal_command.h"

namespace l05 {

void LineClient::StartFeed() {
  if (arguments_.listen_only) return;
  if (!messages_.empty()) return feed_.Start(messages_);
  const bool typed = arguments_.message_file.empty() && InputIsTerminal();
  if (typed && HasLineEditor()) return StartEditor();
  feed_.Start([this] { loop_.Post([this] { PumpLines(); }); });
}

// [editor]
// Messages of a pipe are no place for a prompt: then what is typed shows on the terminal alone.
void LineClient::StartEditor() {
  feed_.StartTyped();
  const bool shared = OutputIsTerminal();
  LineEditor::Events events;
  events.line = [this](std::string line) {
    if (!feed_.Push(std::move(line))) editor_->Pause();
    PumpLines();
  };
  events.end = [this] {
    feed_.PushEnd();
    PumpLines();
  };
  events.post = [this](std::function<void()> work) { loop_.Post(std::move(work)); };
  events.write = [this, shared](std::string_view text) {
    shared ? output_.Write(text) : WriteToTerminal(text);
  };
  editor_ = MakeLineEditor(shared ? "> " : "", std::move(events));
}

// A line at a terminal that begins with one '/'. False: not now, the queue is full.
bool LineClient::Obey(const std::string& line) {
  const TerminalCommand command = ReadTerminalCommand(line);
  if (command.kind == TerminalCommand::Kind::kProblem) {
    Say("05_websocket: " + command.text);
  } else if (command.kind == TerminalCommand::Kind::kPing) {
    client_.SendPing(command.text);
  } else {
    closing_ = true;
    client_.Close(command.close.code, command.close.reason);
  }
  return true;
}
// [editor]

void LineClient::PumpLines() {
  feed_.Pump([this] { reporter_->Prompt(); });
  if (editor_) editor_->Resume();
  if (feed_.Ended()) WaitForReplies();
  FinishIfAllIsDone();
}

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

}  // namespace l05
