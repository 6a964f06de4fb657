// Windows: handles have no such numbers, and there is no SIGPIPE.
#include "support/standard_streams.h"

namespace support {

void ReserveStandardStreams() noexcept {}

void IgnoreBrokenPipes() noexcept {}

}  // namespace support
