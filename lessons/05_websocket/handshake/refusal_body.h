// The body of a refusal, and where it ends (RFC 9112 §6.3).
//
// The status alone rarely says why a server refuses. Servers put the reason ("no such room") into
// the body, so a little of it is kept. Where it ends has four answers: the status has no body, the
// chunked coding says it, a length says it, or the end of the connection. The last one may never
// come on a connection that is kept alive, and a length may be a promise that nobody keeps: how
// long that is waited for is the caller's business.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_REFUSAL_BODY_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_REFUSAL_BODY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "05_websocket/handshake/chunk_reader.h"
#include "05_websocket/handshake/http_head.h"

namespace l05 {

/// Collects the beginning of one body.
class RefusalBody {
 public:
  /// How much is worth showing to a person, in octets.
  static constexpr std::size_t kKept = 1024;

  /// The body behind `head`, whose status is `status`.
  RefusalBody(const HttpHead& head, int status);

  /// Takes what arrived and returns how many octets of it were wanted.
  std::size_t Take(std::string_view octets);
  /// Nothing more is wanted: the body has ended, or enough of it is there.
  bool complete() const;
  /// What came so far, decoded.
  const std::string& text() const { return text_; }

 private:
  std::size_t TakeChunks(std::string_view octets);

  std::optional<ChunkReader> chunks_;  // for the chunked coding
  std::size_t wanted_ = kKept;         // at most so many octets of text_
  std::string text_;                   // see text()
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_REFUSAL_BODY_H_
