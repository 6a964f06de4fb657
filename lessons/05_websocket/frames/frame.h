// The header of a WebSocket frame (RFC 6455 §5.2), decoded and encoded without any I/O.
//
//    0                   1                   2                   3
//    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//   |F|R R R|opcode |M| length 7    | length 16 or 64, if 126 or 127
//   |I|S S S|  4    |A|             | then the masking key, if MASK is 1, then the payload
//
// Every violation is found at the first octet that shows it, and names the close code it deserves.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_FRAME_H_
#define LESSONS_05_WEBSOCKET_FRAMES_FRAME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "05_websocket/frames/masking.h"

namespace l05 {

/// What a frame is (§5.2). From 8 on it is a control frame.
enum class Opcode : std::uint8_t {
  kContinuation = 0x0,  // the next fragment of the message that has begun
  kText = 0x1,          // a message of UTF-8 text
  kBinary = 0x2,        // a message of octets
  kClose = 0x8,         // the last frame this end sends
  kPing = 0x9,          // "are you there?"
  kPong = 0xA,          // "yes", with the ping's payload
};

/// Whether `opcode` is a control frame's: never fragmented, at most 125 octets, allowed between the
/// fragments of a message.
constexpr bool IsControl(Opcode opcode) {
  return (static_cast<std::uint8_t>(opcode) & 0x8) != 0;
}

/// A short name for people: "text", "ping", ...
std::string_view OpcodeName(Opcode opcode);

/// Which end of the connection reads. A client masks all it sends and a server nothing (§5.1).
enum class Role { kClient, kServer };

/// Everything in front of the payload.
struct FrameHeader {
  bool fin = true;                // last frame of its message
  bool rsv1 = false;              // meaning agreed on by an extension: "this is compressed"
  Opcode opcode = Opcode::kText;  // what the frame is
  bool masked = false;            // `key` counts
  MaskingKey key{};               // XORed onto the payload
  std::uint64_t length = 0;       // octets of payload
};

/// The longest header: 2 + 8 octets of length + 4 of key.
inline constexpr std::size_t kMaxFrameHeader = 14;
/// The longest payload of a control frame.
inline constexpr std::size_t kMaxControlPayload = 125;

/// A broken rule.
struct Violation {
  std::uint16_t code = 0;  // close code for it; 0: no violation
  const char* what = "";   // one phrase for a log and for the Close frame
  /// True if a rule was broken.
  explicit operator bool() const { return code != 0; }
};

/// What the reader of a frame may accept.
struct FrameRules {
  Role reader = Role::kClient;                   // decides whether MASK must be 0 or 1
  bool allow_rsv1 = false;                       // an extension gave RSV1 a meaning
  std::uint64_t max_payload = 64 * 1024 * 1024;  // larger frames are refused with 1009
};

/// The result of looking at the front of the receive buffer.
struct DecodedHeader {
  std::size_t size = 0;  // octets of the header; 0: not complete yet (or a violation)
  FrameHeader header;    // valid if size is not 0
  Violation violation;   // set if the octets break a rule
};

/// Looks for a frame header at the front of `octets`. Takes nothing: the caller consumes `size`.
DecodedHeader DecodeFrameHeader(std::string_view octets, const FrameRules& rules);

/// Room for an encoded header.
using HeaderBuffer = std::array<char, kMaxFrameHeader>;

/// Writes `header` and returns its size. Always the shortest form, as §5.2 demands.
std::size_t EncodeFrameHeader(const FrameHeader& header, HeaderBuffer* out);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_FRAME_H_
