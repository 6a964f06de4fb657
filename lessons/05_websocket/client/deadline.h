// A limit on waiting. Each part of the client that waits for the other end owns one of these.
//
// Without limits a silent server keeps a client for ever (rule R10). The time comes through a small
// interface, so a test turns the clock by hand and never sleeps.
//
// A limit that has passed is not a verdict yet. A process that was stopped (Ctrl-Z, a frozen
// container) goes on when its limits have passed, and what it waited for lies in the socket. So it
// listens once more first; and a wait that ended far too late begins anew, because nobody listened
// meanwhile. Once, and not again: a program that is always late is slow, and its limits must hold.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_DEADLINE_H_
#define LESSONS_05_WEBSOCKET_CLIENT_DEADLINE_H_

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace l05 {

/// Where the parts get their timers from: the loop in a program, a clock of its own in a test.
class Timers {
 public:
  /// Runs `task` once, not before `delay` has passed. Destroying the result cancels it.
  virtual l04::Timer CallAfter(std::chrono::milliseconds delay, std::function<void()> task) = 0;
  /// What time it is.
  virtual std::chrono::steady_clock::time_point Now() const {
    return std::chrono::steady_clock::now();
  }
  /// Whether there are sockets that a task without delay gives a turn before it runs.
  virtual bool HaveSockets() const { return false; }

 protected:
  ~Timers() = default;
};

/// The timers of a loop.
class LoopTimers final : public Timers {
 public:
  /// `loop` must outlive this object.
  explicit LoopTimers(l04::PhysicalSocketServer& loop) : loop_(loop) {}

  l04::Timer CallAfter(std::chrono::milliseconds delay, std::function<void()> task) override {
    return loop_.CallAfter(delay, std::move(task));
  }
  bool HaveSockets() const override { return true; }
  /// The loop itself, for sockets.
  l04::PhysicalSocketServer& loop() { return loop_; }

 private:
  l04::PhysicalSocketServer& loop_;  // the program's
};

/// One wait at a time. Destroying it cancels.
class Deadline {
 public:
  /// A timer that runs later than this was held up, together with everything else.
  static constexpr std::chrono::milliseconds kStoodStill{500};

  /// Nothing is waited for yet. `timers` must outlive this object.
  explicit Deadline(Timers& timers) : timers_(timers) {}

  /// Starts to wait, anew if it waits already. A `limit` of zero means: wait for ever. `passed`
  /// runs after the sockets had another turn; what comes in it may start or cancel the wait.
  void Start(std::chrono::milliseconds limit, std::function<void()> passed) {
    timer_.Cancel();
    if (limit.count() == 0) return;
    limit_ = limit;
    passed_ = std::move(passed);
    began_anew_ = false;
    Begin();
  }
  /// Runs `task` soon: inside Wait(), but never inside the call of the user that is running now.
  void Soon(std::function<void()> task) {
    timer_ = timers_.CallAfter(std::chrono::milliseconds(0), std::move(task));
  }
  /// What was waited for has come.
  void Cancel() { timer_.Cancel(); }

 private:
  void Begin() {
    due_ = timers_.Now() + limit_;
    timer_ = timers_.CallAfter(limit_, [this] { OnTime(); });
  }

  void OnTime() {
    const bool late = timers_.Now() > due_ + kStoodStill;
    if (late && !std::exchange(began_anew_, true)) return Begin();
    // A copy: what it does may start this wait again, or destroy this object.
    const std::function<void()> passed = passed_;
    if (!timers_.HaveSockets()) return passed();
    Soon(passed);
  }

  Timers& timers_;                               // the clock
  std::chrono::milliseconds limit_{};            // of this wait
  std::chrono::steady_clock::time_point due_{};  // its end
  std::function<void()> passed_;                 // what follows it
  bool began_anew_ = false;                      // it has ended far too late once
  l04::Timer timer_;                             // runs at the end of the wait
};

/// "5000 ms", for messages to people.
inline std::string TimeText(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_DEADLINE_H_
