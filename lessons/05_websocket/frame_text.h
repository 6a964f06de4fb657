// Handshakes and frames as one line for a person: sizes always, payloads truncated.
#ifndef LESSONS_05_WEBSOCKET_FRAME_TEXT_H_
#define LESSONS_05_WEBSOCKET_FRAME_TEXT_H_

#include <string>
#include <string_view>

#include "05_websocket/frame.h"
#include "05_websocket/http_head.h"

namespace l05 {

/// "text, 34 octets: {"request":true,..." - at most about 120 characters, control characters and
/// binary octets made visible.
std::string FrameText(Opcode opcode, std::string_view payload);

/// The status line and the header fields, line by line.
std::string HandshakeText(const HttpHead& head);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAME_TEXT_H_
