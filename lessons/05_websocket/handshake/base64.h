// Base64 (RFC 4648 §4): how the opening handshake writes octets into a header field.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_BASE64_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_BASE64_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace l05 {

/// Writes `octets` as base64, padded with '=' to a multiple of four characters.
std::string EncodeBase64(std::span<const std::uint8_t> octets);

/// Reads base64. Empty result for a wrong length, a character outside the alphabet, padding in the
/// wrong place, or bits that should be zero and are not: a server must not accept two spellings of
/// one key.
std::optional<std::vector<std::uint8_t>> DecodeBase64(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_BASE64_H_
