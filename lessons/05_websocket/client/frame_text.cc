// Payloads: octets that a terminal would obey are written as escapes, and long ones are cut.
#include "05_websocket/client/frame_text.h"

#include <algorithm>
#include <cstddef>

#include "05_websocket/frames/close_code.h"
#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/visible_text.h"

namespace l05 {
namespace {

// A log is for reading: what is longer than this says its size and its beginning.
constexpr std::size_t kShown = 80;

// The beginning of a text, and not half a character at its end.
std::string_view Beginning(std::string_view text) {
  std::size_t size = std::min(text.size(), kShown);
  while (size > 0 && size < text.size() && (Octet(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

std::string ShortenedText(std::string_view text) {
  const std::string_view beginning = Beginning(text);
  return VisibleText(beginning) + (beginning.size() < text.size() ? "..." : "");
}

std::string ShortenedOctets(std::string_view octets) {
  return VisibleOctets(octets.substr(0, kShown)) + (octets.size() > kShown ? "..." : "");
}

// Logs are sent to other people. Who reads this one must not learn a password.
std::string WithoutSecret(std::string_view line) {
  const std::string_view name = line.substr(0, line.find(':'));
  const bool secret = EqualsIgnoringCase(name, "Authorization");
  return std::string(secret ? name : line) + (secret ? ": (not shown)" : "");
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
      return close.reason.empty() ? text : text + ": " + ShortenedText(close.reason);
    }
  }
  text += ", " + std::to_string(payload.size()) + " octets";
  if (payload.empty()) return text;
  return text + ": " +
         (opcode == Opcode::kText ? ShortenedText(payload) : ShortenedOctets(payload));
}

std::string HeadText(const HttpHead& head) {
  std::string text = VisibleText(head.start_line);
  for (const HttpHeader& header : head.headers) {
    text += "\n   " + header.name + ": " + VisibleText(header.value);
  }
  return text;
}

std::string HeadText(std::string_view octets) {
  std::string text;
  octets = octets.substr(0, octets.find("\r\n\r\n"));
  while (!octets.empty()) {
    const std::size_t end = std::min(octets.find("\r\n"), octets.size());
    text += (text.empty() ? "" : "\n   ") + VisibleText(WithoutSecret(octets.substr(0, end)));
    octets.remove_prefix(std::min(end + 2, octets.size()));
  }
  return text;
}

}  // namespace l05
