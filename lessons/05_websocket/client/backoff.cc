// Doubling, up to a ceiling and a number of tries.
#include "05_websocket/client/backoff.h"

#include <algorithm>
#include <utility>

#include "05_websocket/client/retry_after.h"

namespace l05 {

using std::chrono::milliseconds;

std::optional<milliseconds> Backoff::Next() {
  if (tries_ == kTries) return std::nullopt;
  // Shifting cannot overflow: there are only so many tries.
  return std::min(kLongest, kFirst * (1 << tries_++));
}

std::optional<milliseconds> Backoff::After(const CloseInfo& info) {
  if (!IsWorthARetry(info)) return std::nullopt;
  const std::optional<milliseconds> wait = Next();
  if (!wait) return std::nullopt;
  return std::max<milliseconds>(*wait, RetryAfter(info).value_or(std::chrono::seconds(0)));
}

std::string Backoff::Announcement(milliseconds delay) const {
  return "attempt " + std::to_string(tries_) + " of " + std::to_string(kTries) + " in " +
         std::to_string(delay.count() / 1000) + " s";
}

void Backoff::OnClose(Time now) {
  const std::optional<Time> opened = std::exchange(opened_, std::nullopt);
  if (opened && now - *opened >= kHeld) Reset();
}

bool IsWorthARetry(const CloseInfo& info) {
  if (info.final) return false;
  if (info.handshake && info.handshake->status / 100 == 4) return RetryAfter(info).has_value();
  if (info.code == kPolicyViolation || info.code >= 3000) return false;
  if (!info.clean) return true;
  return info.code != kNormalClosure && info.code != kNoStatusReceived;
}

}  // namespace l05
