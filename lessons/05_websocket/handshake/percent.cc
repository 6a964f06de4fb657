// The characters that stay are the "unreserved" ones of RFC 3986 §2.3: safe in every part of a URI.
#include "05_websocket/handshake/percent.h"

#include <charconv>
#include <cstdint>

#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

}  // namespace

std::string PercentEncode(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    if (IsUnreserved(c)) {
      out += c;
    } else {
      out += '%';
      out += kHex[Octet(c) >> 4];
      out += kHex[Octet(c) & 0x0F];
    }
  }
  return out;
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at];
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    std::uint8_t octet = 0;
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, octet, 16);
    if (digits.size() != 2 || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    out += static_cast<char>(octet);
    at += 2;
  }
  return out;
}

}  // namespace l05
