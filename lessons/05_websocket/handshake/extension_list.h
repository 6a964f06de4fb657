// The value of Sec-WebSocket-Extensions (RFC 6455 §9.1), taken apart.
//
//   permessage-deflate; client_max_window_bits=12, x-other; flag; text="a token"
//
// One comma list, in which each extension has parameters with or without a value. A value may stand
// in quotes, where a comma or a semicolon would have no meaning; so this is no job for a plain
// split. RFC 6455 allows in quotes only what would be a token without them.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_EXTENSION_LIST_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_EXTENSION_LIST_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace l05 {

/// "client_max_window_bits" or "client_max_window_bits=12".
struct ExtensionParameter {
  std::string name;                  // a token
  std::optional<std::string> value;  // a token without its quotes; nothing: there is no "="
};

/// One element of the list.
struct Extension {
  std::string name;                            // such as permessage-deflate
  std::vector<ExtensionParameter> parameters;  // in the order of arrival, duplicates included
};

/// Reads the list; nothing if the text breaks the grammar. Empty elements are skipped, as RFC 9110
/// §5.6.1 asks of a recipient.
std::optional<std::vector<Extension>> ParseExtensionList(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_EXTENSION_LIST_H_
