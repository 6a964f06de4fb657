// Takes the line apart: HTTP/1.1 SP 3DIGIT [SP reason].
#include "05_websocket/handshake/status_line.h"

#include <charconv>
#include <system_error>

namespace l05 {

std::optional<StatusLine> ReadStatusLine(std::string_view line) {
  if (line.size() < 12 || line[8] != ' ' || (line[7] != '1' && line[7] != '0')) return std::nullopt;
  StatusLine result;
  const char* const digits = line.data() + 9;
  const auto [end, problem] = std::from_chars(digits, digits + 3, result.status, 10);
  if (problem != std::errc() || end != digits + 3 || result.status < 100) return std::nullopt;
  if (line.size() > 12 && line[12] != ' ') return std::nullopt;
  if (line.size() > 13) result.reason = line.substr(13);
  return result;
}

}  // namespace l05
