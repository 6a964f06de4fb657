// POSIX: isatty on the numbers that every program starts with.
#include <unistd.h>

#include "05_websocket/program/terminal.h"

namespace l05 {

bool InputIsTerminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

bool OutputIsTerminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

bool ErrorIsTerminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

// A terminal is opened for both directions, and standard input is one: whoever reads the other end
// of it sees what is written. Only the echo of keys goes this way, so nothing is lost if it fails.
void WriteToTerminal(std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(STDIN_FILENO, text.data(), text.size());
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace l05
