// Payloads: octets that a terminal would obey are written as escapes, and long ones are cut.
#include "05_websocket/client/frame_text.h"

#include "05_websocket/frames/close_code.h"
#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

// A log is for reading: what is longer than this says its size and its beginning.
constexpr std::size_t kShown = 80;

// Everything but the control characters of ASCII, and in binary data nothing else than ASCII.
bool IsShown(std::uint8_t octet, bool binary) {
  return octet >= ' ' && octet != 0x7F && (!binary || octet < 0x80);
}

// The other control characters, U+0080 to U+009F. One of them starts an escape sequence as ESC
// does.
bool IsC1(std::string_view text) {
  return text.size() >= 2 && Octet(text[0]) == 0xC2 && Octet(text[1]) < 0xA0;
}

std::string Shortened(std::string_view payload, bool binary) {
  const std::string text = Visible(payload.substr(0, kShown), binary);
  return payload.size() > kShown ? text + "..." : text;
}

}  // namespace

std::string Visible(std::string_view payload, bool binary) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    const std::uint8_t octet = Octet(payload[i]);
    if (IsShown(octet, binary) && (binary || !IsC1(payload.substr(i)))) {
      out += payload[i];
    } else {
      out.append("\\x").append(1, kHex[octet >> 4]).append(1, kHex[octet & 0x0F]);
    }
  }
  return out;
}

std::string FrameText(Opcode opcode, std::string_view payload) {
  std::string text(OpcodeName(opcode));
  if (opcode == Opcode::kClose) {
    const ClosePayload close = ParseClosePayload(payload);
    if (close.problem == nullptr && close.code == kNoStatusReceived) return text + ", empty";
    if (close.problem == nullptr) {
      text +=
          " " + std::to_string(close.code) + " (" + std::string(CloseCodeName(close.code)) + ")";
      return close.reason.empty() ? text : text + ": " + Shortened(close.reason, false);
    }
  }
  text += ", " + std::to_string(payload.size()) + " octets";
  if (payload.empty()) return text;
  return text + ": " + Shortened(payload, opcode != Opcode::kText);
}

std::string HeadText(const HttpHead& head) {
  std::string text = head.start_line;
  for (const HttpHeader& header : head.headers) text += "\n   " + header.name + ": " + header.value;
  return text;
}

std::string HeadText(std::string_view octets) {
  std::string text;
  for (const char c : octets.substr(0, octets.find("\r\n\r\n"))) {
    if (c != '\r') text.append(c == '\n' ? "\n   " : std::string(1, c));
  }
  return text;
}

}  // namespace l05
