// Seconds or a date; the two old forms of a date that RFC 9110 still allows are not worth the code.
#include "05_websocket/client/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <system_error>

#include "05_websocket/handshake/http_head.h"

namespace l05 {
namespace {

using std::chrono::seconds;

// All of `text` as digits.
std::optional<int> Number(std::string_view text) {
  int number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  // More digits than an int holds are a number too: a very long time.
  if (error == std::errc::result_out_of_range)
    number = static_cast<int>(kLongestRetryAfter.count());
  if (text.empty() || text.front() == '-' || end != last) return std::nullopt;
  return number;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", always so long.
std::optional<std::chrono::sys_seconds> Date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = Number(text.substr(5, 2));
  const auto year = Number(text.substr(12, 4));
  const auto hour = Number(text.substr(17, 2));
  const auto minute = Number(text.substr(20, 2));
  const auto second = Number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(*year),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin() + 1)),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         seconds(*second);
}

}  // namespace

std::optional<seconds> ParseRetryAfter(std::string_view value,
                                       std::chrono::system_clock::time_point now) {
  if (const auto number = Number(value)) return std::min(seconds(*number), kLongestRetryAfter);
  const auto date = Date(value);
  if (!date) return std::nullopt;
  // Both in seconds: a date far away cannot be counted in nanoseconds.
  const seconds wait = *date - std::chrono::floor<seconds>(now);
  return std::clamp(wait, seconds(0), kLongestRetryAfter);
}

std::optional<seconds> RetryAfter(const CloseInfo& info) {
  if (!info.handshake) return std::nullopt;
  for (const HttpHeader& header : info.handshake->headers) {
    if (!EqualsIgnoringCase(header.name, "Retry-After")) continue;
    return ParseRetryAfter(header.value, std::chrono::system_clock::now());
  }
  return std::nullopt;
}

}  // namespace l05
