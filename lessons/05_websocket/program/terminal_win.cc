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

}  // namespace l05
