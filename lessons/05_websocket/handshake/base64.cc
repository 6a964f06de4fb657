// Three octets are four characters of six bits each; a rest of one or two octets is filled up with
// =.
#include "05_websocket/handshake/base64.h"

#include <cstddef>

namespace l05 {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string EncodeBase64(std::span<const std::uint8_t> octets) {
  std::string text;
  text.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    // Three octets are 24 bits are four characters of six bits; what is missing counts as zero and
    // is shown as '='.
    const std::size_t present = octets.size() - i < 3 ? octets.size() - i : 3;
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = (bits << 8) | (k < present ? octets[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= present ? kAlphabet[(bits >> (18 - 6 * k)) & 0x3F] : '=';
    }
  }
  return text;
}

// Strict, because it judges a client's key: RFC 4648 §3.5 warns that a decoder that ignores
// leftover bits lets many texts stand for the same octets.
std::optional<std::vector<std::uint8_t>> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  std::vector<std::uint8_t> octets;
  std::uint32_t bits = 0;
  unsigned count = 0;  // bits collected and not yet given out; never more than 13
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      octets.push_back(static_cast<std::uint8_t>(bits >> count));
      bits &= (1U << count) - 1;
    }
  }
  if (bits != 0) return std::nullopt;
  return octets;
}

}  // namespace l05
