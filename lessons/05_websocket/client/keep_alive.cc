// One look per interval, and no work per message: what arrives only sets two flags.
#include "05_websocket/client/keep_alive.h"

namespace l05 {

// The 101 has just been heard.
void KeepAlive::Start(std::chrono::milliseconds interval) {
  interval_ = interval;
  heard_ = true;
  unanswered_ = false;
  before_ = events_.GetDelivery();
  tick_.Start(interval, [this] { OnTick(); });
}

void KeepAlive::OnTick() {
  // A ping stands behind what was sent before it. As long as that arrives the server is there, and
  // cannot have read the ping yet: a long upload must not end at it.
  const Delivery now = events_.GetDelivery();
  const bool delivered = Delivered(before_, now);
  before_ = now;
  if (gate_.paused()) {
    // While the application does not read, silence is its own doing and says nothing. Nor does it
    // in the moment in which the application reads on.
    OnOctets();
  } else {
    if (unanswered_ && !delivered) return events_.OnNobodyThere();
    if (!heard_ && !unanswered_) unanswered_ = events_.OnSilence();
    heard_ = false;
  }
  tick_.Start(interval_, [this] { OnTick(); });
}

}  // namespace l05
