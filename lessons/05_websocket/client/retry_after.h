// "Come back in two minutes": the header field Retry-After of a refusal (RFC 9110 §10.2.3).
#ifndef LESSONS_05_WEBSOCKET_CLIENT_RETRY_AFTER_H_
#define LESSONS_05_WEBSOCKET_CLIENT_RETRY_AFTER_H_

#include <chrono>
#include <optional>
#include <string_view>

#include "05_websocket/client/options.h"

namespace l05 {

/// No server may send us away for longer than this; what asks for more counts as this.
inline constexpr std::chrono::seconds kLongestRetryAfter{24 * 60 * 60};

/// How long the server wants us to wait after this end; nothing if it did not say.
std::optional<std::chrono::seconds> RetryAfter(const CloseInfo& info);

/// Reads the value of the field: seconds, or a date such as "Sun, 06 Nov 1994 08:49:37 GMT", which
/// is compared with `now`. Nothing if it is neither.
std::optional<std::chrono::seconds> ParseRetryAfter(std::string_view value,
                                                    std::chrono::system_clock::time_point now);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_RETRY_AFTER_H_
