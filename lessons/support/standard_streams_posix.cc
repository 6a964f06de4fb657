// POSIX: new descriptors get the lowest free number, and SIGPIPE exists.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>

#include "support/standard_streams.h"

namespace support {

void ReserveStandardStreams() noexcept {
  int fd = 0;
  // Not close-on-exec: a child must not meet the same trap.
  do {
    fd = ::open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) ::close(fd);
}

void IgnoreBrokenPipes() noexcept {
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace support
