// POSIX: open() returns the lowest free number (man 2 open), so the order does the rest.
#include <fcntl.h>
#include <unistd.h>

#include <initializer_list>

#include "support/standard_streams.h"

namespace support {

void OpenClosedStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    // Without a null device nothing better can be done, and nobody could be told.
    if (::open("/dev/null", O_RDWR) < 0) return;  // NOLINT(cppcoreguidelines-pro-type-vararg)
  }
}

}  // namespace support
