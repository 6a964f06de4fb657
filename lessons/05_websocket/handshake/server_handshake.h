// The server's half of the opening handshake (RFC 6455 §4.2), strict: every duty of a client is
// checked. Pure: the head of the request in, the text of the answer out.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_SERVER_HANDSHAKE_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_SERVER_HANDSHAKE_H_

#include <optional>
#include <string>
#include <string_view>

#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/handshake/http_head.h"

namespace l05 {

/// What the embedded server offers behind an accepted handshake.
enum class Service {
  kProtoo,  // every target but /echo: needs the subprotocol and roomId and peerId in the query
  kEcho,    // /echo: sends every message back
  kSource,  // /source?count=N&size=S: sends so many messages of its own
  kListen,  // every target, if the server has a listener: nothing is answered
};

/// What the server says to a request.
struct ServerAnswer {
  bool accepted = false;                     // the connection becomes a WebSocket
  std::string text;                          // the whole HTTP response
  std::string problem;                       // if refused: why
  Service service = Service::kProtoo;        // if accepted: what the client asked for
  std::optional<DeflateParameters> deflate;  // if accepted: how messages are compressed
};

/// Checks a request and writes the answer to it. With `listen` every target means kListen.
ServerAnswer AnswerHandshake(const HttpHead& request, bool listen = false);

/// Path and query of a request line; empty if it is none.
std::string_view TargetOf(std::string_view start_line);

/// An HTTP refusal with `problem` as its body.
std::string RefusalText(std::string_view status, std::string_view problem,
                        std::string_view extra_header = {});

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_SERVER_HANDSHAKE_H_
