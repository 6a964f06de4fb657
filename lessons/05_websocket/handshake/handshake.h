// The client's half of the opening handshake (RFC 6455 §4.1): the request, and the check of the
// answer. No I/O here: text goes out, octets come in, in whatever pieces TCP made of them.
//
// The proof that the server understood is Sec-WebSocket-Accept: the SHA-1 of our random key and a
// constant of the RFC. A cache that replays an old answer, or a server of another protocol that
// echoes what it gets, cannot produce it. The article's client never looks at it.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_HANDSHAKE_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_HANDSHAKE_H_

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
  std::optional<DeflateOptions> deflate;     // offer permessage-deflate; the client fills it in
  std::size_t max_head = HttpHeadParser::kDefaultLimit;  // most octets of the answer's head
};

/// A fresh Sec-WebSocket-Key: 16 random octets in base64. One per attempt, never reused.
std::string MakeHandshakeKey();

/// The Sec-WebSocket-Accept that answers `key`.
std::string AcceptFor(std::string_view key);

/// What is wrong with `options` (a line break in a header, a subprotocol that is no token, ...), or
/// nothing.
std::optional<std::string> CheckHandshakeOptions(const HandshakeOptions& options);

/// The text of the request. `options` must have passed CheckHandshakeOptions.
std::string BuildHandshakeRequest(const Uri& uri, const HandshakeOptions& options,
                                  std::string_view key);

/// Why there is no WebSocket.
struct HandshakeFailure {
  std::string what;                 // one sentence
  int status = 0;                   // the HTTP status, or 0 if there was none
  std::string reason;               // the HTTP reason phrase
  std::vector<HttpHeader> headers;  // what the server sent, such as Location or WWW-Authenticate
  std::string body;                 // the first KiB of the body of a refusal
};

/// Reads and checks the server's answer.
class HandshakeReader {
 public:
  /// What is known so far.
  enum class Status {
    kNeedMore,  // go on reading
    kAccepted,  // the connection is a WebSocket now
    kFailed,    // failure() says why
  };

  /// `key` and `options` are those of the request.
  HandshakeReader(std::string key, HandshakeOptions options);

  /// Takes what arrived. If it returns kAccepted, the octets after `*consumed` are frames.
  Status Feed(std::string_view octets, std::size_t* consumed);

  /// The connection ended. Turns what is there into a failure.
  Status OnEnd();

  /// The key that the answer must prove, as the request carries it.
  const std::string& key() const { return key_; }
  /// The subprotocol the server chose, or an empty string.
  const std::string& subprotocol() const { return subprotocol_; }
  /// What was agreed on about compression; nothing: messages are not compressed.
  const std::optional<DeflateParameters>& deflate() const { return deflate_; }
  /// The answer's status line and header fields, once they are complete.
  const HttpHead& head() const { return parser_.head(); }
  /// Why it failed.
  const HandshakeFailure& failure() const { return failure_; }

 private:
  Status OnHead();
  Status OnRefusal();
  Status TakeBody(std::string_view octets, std::size_t* consumed);
  Status Fail(std::string what);
  std::optional<std::string> CheckUpgrade() const;
  std::optional<std::string> CheckSubprotocol();
  std::optional<std::string> CheckExtensions();

  std::string key_;                           // Sec-WebSocket-Key of the request
  HandshakeOptions options_;                  // what was offered
  HttpHeadParser parser_;                     // reads the head
  Status status_ = Status::kNeedMore;         // kAccepted and kFailed are final
  bool in_body_ = false;                      // a refusal: collecting its body
  std::size_t body_left_ = 0;                 // octets of the body still wanted
  std::string subprotocol_;                   // chosen by the server
  std::optional<DeflateParameters> deflate_;  // agreed on
  HandshakeFailure failure_;                  // filled when something is wrong
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_HANDSHAKE_H_
