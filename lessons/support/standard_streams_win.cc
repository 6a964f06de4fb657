// Windows: sockets are no descriptors of the C runtime, so nothing of ours can take their numbers.
#include "support/standard_streams.h"

namespace support {

void OpenClosedStandardStreams() {}

}  // namespace support
