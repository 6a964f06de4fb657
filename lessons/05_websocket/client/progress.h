// Silence, and what is none.
//
// A deadline on the other end must measure its silence and not the time that passes. A reply of two
// megabytes may take a minute, a queue of two megabytes too, and while our application does not
// read, nobody can know what the other end says. So whoever wants to end a wait looks at what has
// moved since the wait began.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_PROGRESS_H_
#define LESSONS_05_WEBSOCKET_CLIENT_PROGRESS_H_

#include <cstdint>

#include "05_websocket/client/delivery.h"

namespace l05 {

/// A look at one connection. Compare it with a later one.
struct Progress {
  std::uint64_t received = 0;  // times that something arrived; half a message counts too
  Delivery delivery;           // of what we sent
  bool paused = false;         // our application does not read: silence is its own doing
};

/// Whether the other end showed a sign of life between the two looks, or could not.
constexpr bool Moved(const Progress& before, const Progress& now) {
  return before.paused || now.paused || before.received != now.received ||
         Delivered(before.delivery, now.delivery);
}

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_PROGRESS_H_
