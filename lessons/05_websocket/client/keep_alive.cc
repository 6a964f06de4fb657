// One look per interval, and no work per message: what arrives only sets two flags.
#include "05_websocket/client/keep_alive.h"

namespace l05 {

// The 101 has just been heard.
void KeepAlive::Start(std::chrono::milliseconds interval) {
  interval_ = interval;
  heard_ = true;
  unanswered_ = false;
  tick_.Start(interval, [this] { OnTick(); });
}

// [tick]
void KeepAlive::OnTick() {
  // While the application does not read, silence is its own doing and says nothing.
  if (!gate_.paused()) {
    if (unanswered_) return events_.OnNobodyThere();
    if (!heard_) unanswered_ = events_.OnSilence();
    heard_ = false;
  }
  tick_.Start(interval_, [this] { OnTick(); });
}
// [tick]

}  // namespace l05
