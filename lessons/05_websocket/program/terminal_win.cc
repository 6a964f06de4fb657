// Windows: _isatty of the C runtime, which numbers the standard streams as POSIX does.
#include <io.h>

#include "05_websocket/program/terminal.h"

namespace l05 {

bool InputIsTerminal() {
  return ::_isatty(0) != 0;
}

bool OutputIsTerminal() {
  return ::_isatty(1) != 0;
}

bool ErrorIsTerminal() {
  return ::_isatty(2) != 0;
}

void WriteToTerminal(std::string_view /*text*/) {}  // the console echoes keys itself

}  // namespace l05
