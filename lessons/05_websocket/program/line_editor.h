// The line that a person is typing at a terminal: it can be edited, has a history, and is drawn
// again below each message that comes meanwhile.
//
// Without an editor the system collects the line, and gives up after 4,095 octets: the rest of a
// pasted JSON document is dropped without a word (man 3 termios, "canonical mode"). The editor is a
// kept library's, GNU Readline, which reads key by key. Windows' console has an editor of its own.
//
//   terminal -> a thread waits (poll) -> the loop: Readline's callbacks -> Events::line
//
// Everything that Readline knows is global, so all of it happens on the loop's thread; only the
// waiting does not.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_EDITOR_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_EDITOR_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace l05 {

/// Edits one line after the other. Only one may exist in a program.
class LineEditor {
 public:
  /// Who has to know. `line` and `end` may destroy the editor.
  struct Events {
    std::function<void(std::string)> line;            // Enter was pressed
    std::function<void()> end;                        // Ctrl-D: the end of the input
    std::function<void(std::function<void()>)> post;  // runs work on the loop's thread
    std::function<void(std::string_view)> write;      // writes to the terminal
  };

  virtual ~LineEditor() = default;

  /// Prints whole lines above the line that is being typed.
  virtual void PrintAbove(std::string_view text) = 0;
  /// Reads no more keys, until Resume: enough lines wait.
  virtual void Pause() = 0;
  /// Reads on.
  virtual void Resume() = 0;
};

/// Whether this system has one.
bool HasLineEditor();

/// An editor with this prompt on the terminal behind standard input; null if this system has none.
std::unique_ptr<LineEditor> MakeLineEditor(const std::string& prompt, LineEditor::Events events);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_EDITOR_H_
