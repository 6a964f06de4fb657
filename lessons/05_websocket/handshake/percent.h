// %XX: how an address carries characters that it has another use for (RFC 3986 §2.1).
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_PERCENT_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_PERCENT_H_

#include <optional>
#include <string>
#include <string_view>

namespace l05 {

/// Encodes a value for the query: everything but letters, digits and -._~ becomes %XX, so that a
/// room called "a&b=c" stays one room.
std::string PercentEncode(std::string_view value);

/// The octets that `text` stands for. Nothing if a '%' is not followed by two hexadecimal digits.
std::optional<std::string> PercentDecode(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_PERCENT_H_
