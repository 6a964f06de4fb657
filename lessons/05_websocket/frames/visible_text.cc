// Character by character: shown, or written as its octets.
#include "05_websocket/frames/visible_text.h"

#include <algorithm>
#include <cstddef>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"

namespace l05 {
namespace {

constexpr std::size_t kLongestCharacter = 4;  // octets of UTF-8

bool IsPrintableAscii(char c) {
  return Octet(c) >= ' ' && Octet(c) < 0x7F;
}

bool IsLayout(char c, Layout layout) {
  return layout == Layout::kLines && (c == '\n' || c == '\t');
}

// How many octets the first character of `text` has; 0 if they are no UTF-8.
std::size_t FirstCharacter(std::string_view text) {
  Utf8Validator validator;
  const std::size_t longest = std::min(text.size(), kLongestCharacter);
  for (std::size_t size = 1; size <= longest; ++size) {
    if (!validator.Feed(text.substr(size - 1, 1))) return 0;
    if (validator.Complete()) return size;
  }
  return 0;
}

// The number of a character of two octets or more, which is valid UTF-8.
char32_t NumberOf(std::string_view character) {
  char32_t number = Octet(character[0]) & (0x7Fu >> character.size());
  for (const char c : character.substr(1)) number = number << 6 | (Octet(c) & 0x3Fu);
  return number;
}

bool IsBetween(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// What a terminal does not draw but obeys. U+009B begins an escape sequence as ESC [ does. The
// marks, embeddings, overrides and isolates reorder what stands around them (Unicode TR 9, TR 36
// §3.2), and U+2028 and U+2029 end a line.
bool IsObeyed(char32_t c) {
  return IsBetween(c, 0x80, 0x9F) || c == 0x061C || IsBetween(c, 0x200E, 0x200F) ||
         IsBetween(c, 0x2028, 0x202E) || IsBetween(c, 0x2066, 0x206F);
}

void AppendEscaped(std::string_view octets, std::string* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : octets) {
    out->append("\\x").append(1, kHex[Octet(c) >> 4]).append(1, kHex[Octet(c) & 0x0F]);
  }
}

}  // namespace

// [visible text]
std::string VisibleText(std::string_view text, Layout layout) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = FirstCharacter(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(size, 1));
    const bool shown = size > 1 ? !IsObeyed(NumberOf(character))
                                : IsPrintableAscii(text[0]) || IsLayout(text[0], layout);
    if (shown) {
      out.append(character);
    } else {
      AppendEscaped(character, &out);
    }
    text.remove_prefix(character.size());
  }
  return out;
}
// [visible text]

std::string VisibleOctets(std::string_view octets, Layout layout) {
  std::string out;
  for (const char& c : octets) {
    if (IsPrintableAscii(c) || IsLayout(c, layout)) {
      out += c;
    } else {
      AppendEscaped({&c, 1}, &out);
    }
  }
  return out;
}

}  // namespace l05
