// Doubling, up to a ceiling and a number of tries.
#include "05_websocket/client/backoff.h"

#include <algorithm>

namespace l05 {

std::optional<std::chrono::milliseconds> Backoff::Next() {
  if (tries_ == kTries) return std::nullopt;
  // Shifting cannot overflow: there are only so many tries.
  return std::min(kLongest, kFirst * (1 << tries_++));
}

bool IsWorthARetry(const CloseInfo& info) {
  if (!info.clean) return true;
  return info.code != kNormalClosure && info.code != kNoStatusReceived && info.code < 3000;
}

}  // namespace l05
