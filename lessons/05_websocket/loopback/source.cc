// The client chooses both numbers, so they are checked like everything a peer chooses.
#include "05_websocket/loopback/source.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace l05 {
namespace {

constexpr std::uint64_t kMostMessages = std::uint64_t{1} << 40;
constexpr std::uint64_t kLargestMessage = 64 * 1024 * 1024;

// "…?name=7&…" -> 7
std::uint64_t NumberIn(std::string_view target, std::string_view name) {
  std::string_view query = target.substr(std::min(target.find('?'), target.size()));
  while (!query.empty()) {
    query.remove_prefix(1);  // '?' or '&'
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(part.size());
    if (!part.starts_with(name) || part.substr(name.size(), 1) != "=") continue;
    const std::string_view digits = part.substr(name.size() + 1);
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }
  return 0;
}

}  // namespace

LoopbackSource::LoopbackSource(std::string_view target)
    : left_(std::min(NumberIn(target, "count"), kMostMessages)),
      payload_(std::min(NumberIn(target, "size"), kLargestMessage), 'x') {}

}  // namespace l05
