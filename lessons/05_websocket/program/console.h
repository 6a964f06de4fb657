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

#include "05_websocket/program/appearance.h"
#include "05_websocket/program/reporter.h"

namespace l05 {

/// Prints messages, and a prompt if a person sits at both ends.
class Console final : public Reporter {
 public:
  /// Where the text goes.
  using Sink = std::function<void(std::string_view)>;

  /// Asks the system what the standard streams are. `write` writes standard output.
  Console(Sink write, const Appearance& appearance);
  /// For tests: as if standard input and output were terminals or not.
  Console(bool input_is_terminal, bool output_is_terminal, const Appearance& appearance = {})
      : appearance_(appearance),
        input_is_terminal_(input_is_terminal),
        output_is_terminal_(output_is_terminal) {}

  void OnConnected(const Connected& connected) override;
  /// Prints one message at once: whoever reads through a pipe wants each message when it arrives.
  void OnMessage(Opcode opcode, std::string_view payload) override;
  void OnControl(Opcode opcode, std::string_view payload) override;
  void Prompt() override;
  void EndPrompt() override;

  /// What is written for this message.
  std::string Text(Opcode opcode, std::string_view payload) const;

 private:
  std::string PipeText(Opcode opcode, std::string_view payload) const;
  std::string Mark(char mark) const;
  void Note(const std::string& text);
  void Print(const std::string& text);

  Sink write_;                   // where the text goes
  const Appearance appearance_;  // as what
  bool input_is_terminal_;       // somebody types
  bool output_is_terminal_;      // somebody reads
  bool prompted_ = false;        // the cursor stands behind a prompt
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_CONSOLE_H_
