// The check of the server's answer (RFC 6455 §4.1). No I/O here: octets come in, in whatever pieces
// TCP made of them. The question stands in request.h.
//
// The proof that the server understood is Sec-WebSocket-Accept: the SHA-1 of our random key and a
// constant of the RFC. A cache that replays an old answer, or a server of another protocol that
// echoes what it gets, cannot produce it. The article's client never looks at it.
//
// Proxies send other answers first: "100 Continue" or "103 Early Hints". They are interim, and the
// answer that counts comes behind them (RFC 9110 §15.2).
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_HANDSHAKE_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_HANDSHAKE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/handshake/http_head.h"
#include "05_websocket/handshake/refusal_body.h"
#include "05_websocket/handshake/request.h"

namespace l05 {

/// The Sec-WebSocket-Accept that answers `key`.
std::string AcceptFor(std::string_view key);

/// Why there is no WebSocket.
struct HandshakeFailure {
  std::string what;                 // one sentence, safe for a terminal; the rest is as it came
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

  /// The connection ended, or nobody wants to wait any longer. Turns what is there into a failure.
  Status OnEnd();

  /// True from the complete head of a refusal on: only its body may still come.
  bool refused() const { return body_.has_value(); }
  /// The heads of interim responses that were skipped since the last call.
  std::vector<HttpHead> TakeInterim() { return std::exchange(interim_, {}); }

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
  std::size_t TakeHead(std::string_view octets);
  std::size_t TakeBody(std::string_view octets);
  Status OnHead();
  Status SkipInterim();
  Status OnRefusal();
  Status FinishRefusal();
  Status FailInHead(const std::string& why);
  Status Fail(std::string what);
  std::string RefusalText() const;
  std::optional<std::string> CheckUpgrade() const;
  std::optional<std::string> CheckSubprotocol();
  std::optional<std::string> CheckExtensions();

  std::string key_;                           // Sec-WebSocket-Key of the request
  HandshakeOptions options_;                  // what was offered
  HttpHeadParser parser_;                     // reads the head
  Status status_ = Status::kNeedMore;         // kAccepted and kFailed are final
  std::optional<RefusalBody> body_;           // of a refusal
  std::vector<HttpHead> interim_;             // see TakeInterim
  int interim_count_ = 0;                     // all that were skipped
  std::string subprotocol_;                   // chosen by the server
  std::optional<DeflateParameters> deflate_;  // agreed on
  HandshakeFailure failure_;                  // filled when something is wrong
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_HANDSHAKE_H_
