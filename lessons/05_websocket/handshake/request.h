// The client's request (RFC 6455 §4.1): the first thing that travels, as text.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_REQUEST_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_REQUEST_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/handshake/http_head.h"
#include "05_websocket/handshake/uri.h"

namespace l05 {

/// What a caller may add to the request.
struct HandshakeOptions {
  std::vector<std::string> subprotocols;     // offered, best first
  std::vector<HttpHeader> headers;           // extra header fields, such as cookies
  std::string origin;                        // sent only if not empty: browsers must, others may
  std::string user_agent = "netladder/1.0";  // an honest name; empty sends none
  std::string host;                          // the Host header; empty: that of the address
  std::string credentials;                   // "user:password"; empty: those of the address
  std::optional<DeflateOptions> deflate;     // offer permessage-deflate; the client fills it in
  std::size_t max_head = HttpHeadParser::kDefaultLimit;  // most octets of the answer's head
};

/// A fresh Sec-WebSocket-Key: 16 random octets in base64. One per attempt, never reused.
std::string MakeHandshakeKey();

/// What is wrong with `options` (a line break in a header, a subprotocol that is no token, ...), or
/// nothing.
std::optional<std::string> CheckHandshakeOptions(const HandshakeOptions& options);

/// The text of the request. `options` must have passed CheckHandshakeOptions.
std::string BuildHandshakeRequest(const Uri& uri, const HandshakeOptions& options,
                                  std::string_view key);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_REQUEST_H_
