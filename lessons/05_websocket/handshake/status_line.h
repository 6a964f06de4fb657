// The first line of an HTTP response (RFC 9112 §4): "HTTP/1.1 101 Switching Protocols".
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_STATUS_LINE_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_STATUS_LINE_H_

#include <optional>
#include <string>
#include <string_view>

namespace l05 {

/// What a server says before everything else.
struct StatusLine {
  int status = 0;      // three digits
  std::string reason;  // the phrase behind them, which may be missing

  /// 1xx, but not 101: switching protocols is the end of HTTP, and so a final answer.
  bool IsInterim() const { return status < 200 && status != 101; }
};

/// Reads the line, which begins with "HTTP/1.". Nothing if it is malformed.
std::optional<StatusLine> ReadStatusLine(std::string_view line);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_STATUS_LINE_H_
