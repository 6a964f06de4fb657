// Windows: handles have no such numbers, and there is no SIGPIPE.
#include <cstdio>

#include "support/standard_streams.h"

namespace support {

void ReserveStandardStreams() noexcept {}

void IgnoreBrokenPipes() noexcept {}

void WriteStandardError(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace support
