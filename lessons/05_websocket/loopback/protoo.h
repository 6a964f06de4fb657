// The application behind the embedded server: a conference room with a few protoo methods.
//
//   getRouterRtpCapabilities {"padding": N}   the router's codecs, padded to more than 16 KiB
//   notifyMe                                  a notification "peerJoined" before the response
//   askMe                                     a request "newConsumer" to the client first
//   never                                     no response at all
//   leave                                     a response, then the server closes with 4000
//   anything else                             an error response, as protoo-server sends it
#ifndef LESSONS_05_WEBSOCKET_LOOPBACK_PROTOO_H_
#define LESSONS_05_WEBSOCKET_LOOPBACK_PROTOO_H_

#include <string>
#include <string_view>
#include <vector>

#include "05_websocket/protoo/message.h"

namespace l05 {

/// What the application does about one message.
struct ProtooReaction {
  std::vector<std::string> texts;  // messages to send, in order
  bool close = false;              // close with 4000 afterwards
  std::string invalid;             // not empty: the message was ignored, and why
};

/// One client's place in the room. No I/O.
class LoopbackProtoo {
 public:
  /// Reacts to a text message of the client.
  ProtooReaction OnText(std::string_view text);

 private:
  ProtooReaction OnRequest(const ProtooRequest& request);
  ProtooReaction OnResponse(const ProtooResponse& response);

  int next_id_ = 1;  // id of this end's next request
  Json asked_by_;    // id of the client's askMe request that waits for the client's own answer
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LOOPBACK_PROTOO_H_
