// One turn of the loop inside a WebSocketClient: everything a handler queues goes out in one send.
// Private to the source files of the client.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_TURN_H_
#define LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_TURN_H_

#include <chrono>
#include <memory>
#include <string>

#include "05_websocket/client/websocket_client.h"

namespace l05 {

/// While a Turn lives, Send only queues; the end of the outermost turn sends. It survives the
/// destruction of its client by a handler, and then does nothing.
class WebSocketClient::Turn {
 public:
  /// Begins a turn of `client`.
  explicit Turn(WebSocketClient& client) : client_(client), life_(client.life_) {
    ++client_.turn_depth_;
  }
  ~Turn() {
    if (!alive()) return;
    if (client_.turn_depth_ == 1) client_.EndTurn();
    if (alive()) --client_.turn_depth_;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  /// False once a handler has destroyed the client: touch nothing of it.
  bool alive() const { return !life_.expired(); }

 private:
  WebSocketClient& client_;   // whose turn it is; valid while alive()
  std::weak_ptr<char> life_;  // expires with the client
};

/// "5000 ms", for messages to people.
inline std::string TimeText(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_TURN_H_
