// Escape by escape: a pair stays, a half is replaced.
#include "05_websocket/protoo/lone_surrogates.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>

namespace l05 {
namespace {

// What was read of a text, and what is meant instead.
struct Escape {
  std::size_t size = 1;  // octets of the text
  bool is_lone = false;  // half of a surrogate pair, without the other half
};

// The four digits of \uXXXX, or nothing.
std::optional<unsigned> CodeUnit(std::string_view text) {
  unsigned unit = 0;
  if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
  const char* const last = text.data() + 6;
  const auto [end, problem] = std::from_chars(text.data() + 2, last, unit, 16);
  if (problem != std::errc() || end != last) return std::nullopt;
  return unit;
}

bool IsHigh(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}

bool IsLow(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

// `text` begins with a backslash. Every escape is taken as a whole: in "\\\\ud800" the first
// backslash escapes the second one.
Escape ReadEscape(std::string_view text) {
  const std::optional<unsigned> unit = CodeUnit(text);
  if (!unit) return {std::min<std::size_t>(text.size(), 2), false};
  if (!IsHigh(*unit)) return {6, IsLow(*unit)};
  const std::optional<unsigned> next = CodeUnit(text.substr(6));
  const bool is_pair = next && IsLow(*next);
  return {is_pair ? std::size_t{12} : std::size_t{6}, !is_pair};
}

}  // namespace

std::string WithoutLoneSurrogates(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('\\'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Escape escape = ReadEscape(text);
    out.append(escape.is_lone ? "\\ufffd" : text.substr(0, escape.size));
    text.remove_prefix(escape.size);
  }
  return out;
}

}  // namespace l05
