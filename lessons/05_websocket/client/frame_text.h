// Handshakes and frames as one line for a person: sizes always, payloads truncated.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_FRAME_TEXT_H_
#define LESSONS_05_WEBSOCKET_CLIENT_FRAME_TEXT_H_

#include <functional>
#include <string>
#include <string_view>

#include "05_websocket/frames/frame.h"
#include "05_websocket/handshake/http_head.h"

namespace l05 {

/// "text, 34 octets: {"request":true,..." - at most about 120 characters, control characters and
/// binary octets made visible.
std::string FrameText(Opcode opcode, std::string_view payload);

/// A head as it was read: the status line and the header fields, indented line by line, each of
/// them made visible.
std::string HeadText(const HttpHead& head);

/// A head as it is sent, in the same form.
std::string HeadText(std::string_view octets);

/// Writes "-> text" to `log`, unless it is empty. `direction` is "->", "<-" or "**", for what we
/// send, what we receive, and what we do.
inline void LogLine(const std::function<void(const std::string&)>& log, std::string_view direction,
                    const std::string& text) {
  if (log) log(std::string(direction) + " " + text);
}

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_FRAME_TEXT_H_
