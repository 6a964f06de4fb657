// A moment to stop waiting at. Lesson 01.
//
// Every wait that may be interrupted and goes on needs one: a time-out that starts anew with each
// signal or each byte never ends. And a time is a number of milliseconds that somebody else chose:
// `now + milliseconds::max()` overflows to a moment in the past, and poll's int holds 24 days.
#ifndef LESSONS_01_BLOCKING_SOCKETS_DEADLINE_H_
#define LESSONS_01_BLOCKING_SOCKETS_DEADLINE_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace l01 {

/// When a wait ends. A value.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;
  using Milliseconds = std::chrono::milliseconds;

  /// In `time` from now; at once if it is negative; never if the clock cannot count that far.
  static Deadline After(Milliseconds time) {
    // Compared in milliseconds: in the clock's own nanoseconds the argument itself may overflow.
    const auto now = Clock::now();
    const auto most = std::chrono::floor<Milliseconds>(Clock::time_point::max() - now);
    if (time >= most) return Deadline(Clock::time_point::max());
    return Deadline(now + std::max(time, Milliseconds(0)));
  }

  /// True if the moment has come.
  bool HasPassed() const { return Clock::now() >= at_; }
  /// What is left, as poll and epoll_wait take it: rounded up, so that a wait never ends too early,
  /// and at most what an int holds. A wait that returns before HasPassed() simply goes on.
  int left_ms() const {
    const auto now = Clock::now();
    if (at_ <= now) return 0;
    const auto left = std::chrono::ceil<Milliseconds>(at_ - now).count();
    return static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max()));
  }
  /// What is left, for another wait.
  Milliseconds left() const { return Milliseconds(left_ms()); }
  /// The moment itself.
  Clock::time_point at() const { return at_; }

 private:
  explicit Deadline(Clock::time_point at) : at_(at) {}

  Clock::time_point at_;  // max: never
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_DEADLINE_H_
