// The input has ended: are the replies over?
//
// A Close frame right behind the last message is legal, and most servers then throw away the
// answers they were still working on. So the client waits for silence first. How long a reply takes
// is nobody's business, as long as something moves.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_REPLIES_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_REPLIES_H_

#include <chrono>
#include <functional>

#include "05_websocket/client/deadline.h"
#include "05_websocket/client/progress.h"
#include "05_websocket/client/websocket_client.h"

namespace l05 {

/// Waits until nothing more will come. Belongs to the loop's thread.
class Replies {
 public:
  /// A server that never falls silent is waited for at most this many times after the last octet
  /// was sent. One long reply that is still arriving does not count.
  static constexpr int kMaxWaits = 100;

  /// `wait` is the silence that ends it; 0: nothing is waited for. The others must outlive this
  /// object.
  Replies(Timers& timers, WebSocketClient& client, std::chrono::milliseconds wait)
      : client_(client), wait_(wait), quiet_(timers) {}

  /// Calls `over` when the replies are over, perhaps at once. Calling it again begins a new
  /// silence.
  void AwaitTheLast(std::function<void()> over);
  /// Nobody waits any longer.
  void Cancel() { quiet_.Cancel(); }

 private:
  void OnQuiet();

  WebSocketClient& client_;         // what moves
  std::chrono::milliseconds wait_;  // silence after which the replies are over
  Deadline quiet_;                  // the silence
  Progress before_;                 // what had moved when it began
  int waits_ = 0;                   // how often messages came while it ran
  std::function<void()> over_;      // see AwaitTheLast()
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_REPLIES_H_
