// What a caller may choose about a WebSocketClient, and what it learns at the end.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_OPTIONS_H_
#define LESSONS_05_WEBSOCKET_CLIENT_OPTIONS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "05_websocket/client/route.h"
#include "05_websocket/frames/close_code.h"
#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/handshake/handshake.h"
#include "05_websocket/messages/reader.h"
#include "05_websocket/tls/tls.h"

namespace l05 {

/// How long the client waits for the other end. Without such limits a silent server keeps a client
/// for ever (rule R10). Zero means: no limit.
struct Deadlines {
  std::chrono::milliseconds connect{10'000};    // name look-up; then each attempt to connect TCP
  std::chrono::milliseconds handshake{10'000};  // from the request to the complete answer
  std::chrono::milliseconds refusal{1'000};     // for the body of a refusal, after its head
  std::chrono::milliseconds close{5'000};       // without any progress while closing
  std::chrono::milliseconds idle_ping{0};       // silence after which a ping is sent; 0: never
};

/// Everything about one connection that is not its address.
struct ClientOptions {
  HandshakeOptions handshake;            // subprotocols, headers, origin
  bool compress = true;                  // offer permessage-deflate (RFC 7692)
  DeflateOptions deflate;                // with which parameters
  TlsOptions tls;                        // for wss
  Route route;                           // which way; by default the usual one
  ReadLimits limits;                     // the largest frame and message to accept
  Deadlines deadlines;                   // how long to wait
  std::size_t high_water = 1024 * 1024;  // octets in the send queue from which on Send refuses
  int send_buffer = 1'000'000;           // SO_SNDBUF in octets; 0: the system's choice
  std::function<void(const std::string&)> log;  // one line per handshake, frame and state; may be
                                                // empty
};

/// How a connection ended.
struct CloseInfo {
  std::uint16_t code = kAbnormalClosure;  // the server's code, ours if we failed it, 1005 or 1006
  std::string reason;                     // the server's reason, or ours
  bool clean = false;                     // both Close frames were exchanged
  std::size_t unsent = 0;                 // messages that were taken and never left, or not whole
  bool final = false;                     // the next attempt would end in the same way
  std::string what;                       // one line for people, safe for a terminal
  std::optional<HandshakeFailure> handshake;  // the server's answer, if it was not a WebSocket's
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_OPTIONS_H_
