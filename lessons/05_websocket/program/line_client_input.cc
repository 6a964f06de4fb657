// What goes in: lines, typed ones and a file, and what follows when the input has ended.
#include <utility>

#include "05_websocket/program/line_client.h"
#include "05_websocket/program/terminal.h"
#include "05_websocket/program/terminal_command.h"

namespace l05 {

void LineClient::StartFeed() {
  if (task_.arguments.listen_only) return;
  if (!task_.messages.empty()) return feed_.Start(task_.messages);
  if (task_.IsTyped() && HasLineEditor()) return StartEditor();
  feed_.Start([this] { loop_.Post([this] { PumpLines(); }); });
}

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
    end_.closing = true;
    client_.Close(command.close.code, command.close.reason);
  }
  return true;
}

void LineClient::PumpLines() {
  feed_.Pump([this] { reporter_->Prompt(); });
  if (editor_) editor_->Resume();
  if (feed_.Ended()) WaitForReplies();
  FinishIfAllIsDone();
}

void LineClient::WaitForReplies() {
  if (end_.closing || client_.state() != WebSocketClient::State::kConnected) return;
  if (task_.arguments.one) return;  // the message ends it, however long it takes
  replies_.AwaitTheLast([this] { CloseWith(kNormalClosure); });
}

}  // namespace l05
