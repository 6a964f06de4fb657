// Octets and the integers made of them.
//
// Payloads travel through this lesson as std::string and std::string_view, because most of them are
// text. `char` may be signed, and then 0x80 is -128: every test of a bit pattern goes through
// Octet() first. Integers on the wire are big-endian (RFC 6455 §5.2, "network byte order").
#ifndef LESSONS_05_WEBSOCKET_FRAMES_OCTETS_H_
#define LESSONS_05_WEBSOCKET_FRAMES_OCTETS_H_

#include <cstddef>
#include <cstdint>

namespace l05 {

/// The value 0…255 of one octet.
constexpr std::uint8_t Octet(char c) {
  return static_cast<std::uint8_t>(c);
}

/// Reads `count` octets as one big-endian number. 64 bits wide from the first step: shifting a
/// 32-bit size_t by 56 is undefined, which is one of the article's bugs.
constexpr std::uint64_t ReadBigEndian(const char* at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = (value << 8) | Octet(at[i]);
  return value;
}

/// Writes the low `count` octets of `value`, most significant first.
constexpr void WriteBigEndian(char* at, std::uint64_t value, std::size_t count) {
  for (std::size_t i = count; i > 0; --i) {
    at[i - 1] = static_cast<char>(value & 0xFF);
    value >>= 8;
  }
}

/// Reads two octets.
constexpr std::uint16_t ReadUint16(const char* at) {
  return static_cast<std::uint16_t>(ReadBigEndian(at, 2));
}

/// Writes two octets.
constexpr void WriteUint16(char* at, std::uint16_t value) {
  WriteBigEndian(at, value, 2);
}

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_OCTETS_H_
