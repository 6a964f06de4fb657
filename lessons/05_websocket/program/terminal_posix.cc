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

}  // namespace l05
