// What and contract: see frame_text.h.
#include "05_websocket/frame_text.h"

#include "05_websocket/close_code.h"
#include "05_websocket/octets.h"

namespace l05 {
namespace {

// A log is for reading: what is longer than this says its size and its beginning.
constexpr std::size_t kShown = 80;

// A peer chooses these octets. Control characters go out as \xNN: an escape sequence printed as it
// is could change the terminal's title or hide what follows.
std::string Visible(std::string_view payload, bool binary) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : payload.substr(0, kShown)) {
    if (Octet(c) >= ' ' && c != 0x7F && (!binary || Octet(c) < 0x80)) {
      out += c;
    } else {
      out.append("\\x").append(1, kHex[Octet(c) >> 4]).append(1, kHex[Octet(c) & 0x0F]);
    }
  }
  return payload.size() > kShown ? out + "..." : out;
}

}  // namespace

std::string FrameText(Opcode opcode, std::string_view payload) {
  std::string text(OpcodeName(opcode));
  if (opcode == Opcode::kClose) {
    const ClosePayload close = ParseClosePayload(payload);
    if (close.problem == nullptr && close.code == kNoStatusReceived) return text + ", empty";
    if (close.problem == nullptr) {
      text +=
          " " + std::to_string(close.code) + " (" + std::string(CloseCodeName(close.code)) + ")";
      return close.reason.empty() ? text : text + ": " + Visible(close.reason, false);
    }
  }
  text += ", " + std::to_string(payload.size()) + " octets";
  if (payload.empty()) return text;
  return text + ": " + Visible(payload, opcode != Opcode::kText);
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
