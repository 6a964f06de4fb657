// POSIX: new descriptors get the lowest free number, and SIGPIPE exists.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

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

void WriteStandardError(std::string_view text) noexcept {
  std::fflush(stderr);  // what printf() left behind comes first
  while (!text.empty()) {
    const auto count = ::write(STDERR_FILENO, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno == EINTR) continue;
    pollfd stream{STDERR_FILENO, POLLOUT, 0};
    const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
    if (!full || (::poll(&stream, 1, -1) < 0 && errno != EINTR)) return;
  }
}

}  // namespace support
