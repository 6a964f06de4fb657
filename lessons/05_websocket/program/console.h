// Standard output of the line client: exact octets for a program, safe text for a person.
//
// Behind a pipe the octets of a message are the user's business and go out as they are. On a
// terminal they are commands as well: an escape sequence that a server chose could rename the
// window or hide what follows. There control characters are shown and not obeyed.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_CONSOLE_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_CONSOLE_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "05_websocket/frames/frame.h"

namespace l05 {

/// Prints messages, and a prompt if a person sits at both ends.
class Console {
 public:
  /// Where the text goes.
  using Sink = std::function<void(std::string_view)>;

  /// Asks the system what the standard streams are. `write` writes standard output. With `raw`
  /// nothing stands between two messages: what comes out is what the server sent.
  explicit Console(Sink write, bool raw = false);
  /// For tests: as if standard input and output were terminals or not.
  Console(bool input_is_terminal, bool output_is_terminal)
      : input_is_terminal_(input_is_terminal), output_is_terminal_(output_is_terminal) {}

  /// Prints one message and, unless it is raw, a line feed, at once: whoever reads through a pipe
  /// wants each message when it arrives.
  void Print(Opcode opcode, std::string_view payload);
  /// Invites the next line, on a terminal only.
  void Prompt();
  /// Leaves the line of the prompt, if there is one.
  void EndPrompt();

  /// What Print writes for this message.
  std::string Text(Opcode opcode, std::string_view payload) const;

 private:
  Sink write_;               // where the text goes
  bool raw_ = false;         // nothing between two messages, except on a terminal
  bool input_is_terminal_;   // somebody types
  bool output_is_terminal_;  // somebody reads
  bool prompted_ = false;    // the cursor stands behind a prompt
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_CONSOLE_H_
