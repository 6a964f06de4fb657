// A clock that a test turns by hand.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_HAND_CLOCK_H_
#define TESTS_05_WEBSOCKET_SUPPORT_HAND_CLOCK_H_

#include <chrono>
#include <functional>
#include <utility>

#include "04_dispatcher/loop/timer_queue.h"
#include "05_websocket/client/deadline.h"

namespace ws_test {

/// Time passes only in Pass(), so a test about time needs none.
class HandClock final : public l05::Timers {
 public:
  l04::Timer CallAfter(std::chrono::milliseconds delay, std::function<void()> task) override {
    return timers_.Add(now_ + delay, std::move(task));
  }
  /// Lets so much time pass, and runs what is due then.
  void Pass(std::chrono::milliseconds time) {
    now_ += time;
    timers_.RunDue(now_);
  }
  /// Runs what is due already.
  void Soon() { Pass(std::chrono::milliseconds(0)); }
  /// Whether something waits for its time.
  bool Waits() const { return timers_.NextDue().has_value(); }

 private:
  l04::TimerQueue::Clock::time_point now_{};  // the test's now
  l04::TimerQueue timers_;                    // what waits
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_HAND_CLOCK_H_
