// What a person at the terminal may ask for instead of sending a message: lines that begin with
// '/'.
//
// Only a terminal has them. A file or a program on the other end of a pipe may send any line.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_COMMAND_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_COMMAND_H_

#include <string>
#include <string_view>

#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// One line, understood.
struct TerminalCommand {
  /// What it asks for.
  enum class Kind {
    kPing,     // /ping TEXT: a ping with `text`
    kClose,    // /close CODE REASON: end with `close`
    kProblem,  // it is not understood: `text` says why
  };
  Kind kind = Kind::kProblem;
  std::string text;    // see Kind
  CloseRequest close;  // see Kind
};

/// Reads a line that begins with '/'.
TerminalCommand ReadTerminalCommand(std::string_view line);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_COMMAND_H_
