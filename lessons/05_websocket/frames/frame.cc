// The bits of a header, checked in the order in which they arrive.
#include "05_websocket/frames/frame.h"

#include <cstring>

#include "05_websocket/frames/close_code.h"
#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

constexpr std::uint8_t kFin = 0x80;
constexpr std::uint8_t kRsv1 = 0x40;
constexpr std::uint8_t kRsv23 = 0x30;
constexpr std::uint8_t kMask = 0x80;
constexpr std::uint8_t kLength16 = 126;  // the length stands in the next two octets
constexpr std::uint8_t kLength64 = 127;  // the length stands in the next eight octets

bool IsKnown(Opcode opcode) {
  const auto value = static_cast<std::uint8_t>(opcode);
  return value <= 0x2 || (value >= 0x8 && value <= 0xA);
}

Violation Breaks(const char* what) {
  return {kProtocolError, what};
}

// The first octet alone can already be wrong; there is no need to wait for the second.
Violation ReadFirstOctet(std::uint8_t octet, const FrameRules& rules, FrameHeader* header) {
  header->fin = (octet & kFin) != 0;
  header->rsv1 = (octet & kRsv1) != 0;
  header->opcode = static_cast<Opcode>(octet & 0x0F);
  if ((octet & kRsv23) != 0) return Breaks("reserved bit set");
  if (!IsKnown(header->opcode)) return Breaks("unknown opcode");
  const bool may_have_rsv1 =
      rules.allow_rsv1 && !IsControl(header->opcode) && header->opcode != Opcode::kContinuation;
  if (header->rsv1 && !may_have_rsv1) return Breaks("reserved bit set");
  if (IsControl(header->opcode) && !header->fin) return Breaks("fragmented control frame");
  return {};
}

// Masking is for one direction only. A client must end the connection over a masked frame and a
// server over an unmasked one (§5.1): whoever gets this wrong does not know which end it is.
Violation ReadSecondOctet(std::uint8_t octet, const FrameRules& rules, FrameHeader* header) {
  header->masked = (octet & kMask) != 0;
  header->length = octet & 0x7F;
  if (rules.reader == Role::kClient && header->masked) return Breaks("masked frame from a server");
  if (rules.reader == Role::kServer && !header->masked) {
    return Breaks("unmasked frame from a client");
  }
  if (IsControl(header->opcode) && header->length > kMaxControlPayload) {
    return Breaks("control frame longer than 125 octets");
  }
  return {};
}

// A length that fits into a shorter form must use it: two spellings of one length would let a proxy
// and the end behind it disagree about where a frame ends. The top bit of the 64-bit form must be
// 0. The article adds this length to the header's size, and the sum overflows: one frame of ten
// octets from a hostile server ends the process.
Violation ReadExtendedLength(std::string_view octets, FrameHeader* header) {
  const bool wide = header->length == kLength64;
  header->length = ReadBigEndian(octets.data(), wide ? 8 : 2);
  if (header->length < kLength16 || (wide && header->length <= 0xFFFF)) {
    return Breaks("length not in its shortest form");
  }
  if (header->length > 0x7FFFFFFFFFFFFFFFU) return Breaks("top bit of the length set");
  return {};
}

}  // namespace

std::string_view OpcodeName(Opcode opcode) {
  switch (opcode) {
    case Opcode::kContinuation:
      return "continuation";
    case Opcode::kText:
      return "text";
    case Opcode::kBinary:
      return "binary";
    case Opcode::kClose:
      return "close";
    case Opcode::kPing:
      return "ping";
    case Opcode::kPong:
      return "pong";
  }
  return "unknown";
}

// [decode]
// Each step needs more octets than the one before. A step whose octets are not there yet leaves
// size at 0, and the caller comes back with more; a step that finds a broken rule ends it.
DecodedHeader DecodeFrameHeader(std::string_view octets, const FrameRules& rules) {
  DecodedHeader result;
  FrameHeader& header = result.header;
  if (octets.empty()) return result;
  result.violation = ReadFirstOctet(Octet(octets[0]), rules, &header);
  if (result.violation || octets.size() < 2) return result;
  result.violation = ReadSecondOctet(Octet(octets[1]), rules, &header);
  if (result.violation) return result;

  const std::size_t width = header.length < kLength16 ? 0 : header.length == kLength16 ? 2 : 8;
  if (octets.size() < 2 + width) return result;
  if (width > 0) result.violation = ReadExtendedLength(octets.substr(2), &header);
  if (!result.violation && header.length > rules.max_payload) {
    result.violation = {kMessageTooBig, "frame larger than the limit"};
  }
  const std::size_t size = 2 + width + (header.masked ? header.key.size() : 0);
  if (result.violation || octets.size() < size) return result;
  if (header.masked) std::memcpy(header.key.data(), octets.data() + 2 + width, header.key.size());
  result.size = size;
  return result;
}
// [decode]

// [encode]
std::size_t EncodeFrameHeader(const FrameHeader& header, HeaderBuffer* out) {
  char* const octets = out->data();
  octets[0] = static_cast<char>((header.fin ? kFin : 0) | (header.rsv1 ? kRsv1 : 0) |
                                static_cast<std::uint8_t>(header.opcode));
  const std::uint8_t mask = header.masked ? kMask : 0;
  std::size_t size = 2;
  if (header.length < kLength16) {
    octets[1] = static_cast<char>(mask | header.length);
  } else if (header.length <= 0xFFFF) {
    octets[1] = static_cast<char>(mask | kLength16);
    WriteBigEndian(octets + size, header.length, 2);
    size += 2;
  } else {
    octets[1] = static_cast<char>(mask | kLength64);
    WriteBigEndian(octets + size, header.length, 8);
    size += 8;
  }
  if (header.masked) {
    std::memcpy(octets + size, header.key.data(), header.key.size());
    size += header.key.size();
  }
  return size;
}
// [encode]

}  // namespace l05
