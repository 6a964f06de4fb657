// Tasks that run at a point in time, in order. The loop asks how long it may sleep. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_TIMER_QUEUE_H_
#define LESSONS_04_DISPATCHER_LOOP_TIMER_QUEUE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace l04 {

namespace detail {

// When a task is due, and a number that keeps the order of equal times.
using TimerKey = std::pair<std::chrono::steady_clock::time_point, std::uint64_t>;
using TimerEntries = std::map<TimerKey, std::function<void()>>;

}  // namespace detail

/// One scheduled task. Destroying it cancels the task. It may outlive the queue.
class [[nodiscard]] Timer {
 public:
  /// Nothing is scheduled.
  Timer() noexcept = default;
  Timer(Timer&& other) noexcept = default;
  Timer& operator=(Timer&& other) noexcept;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { Cancel(); }

  /// The task will not run, unless it has already. Harmless in the task itself.
  void Cancel() noexcept;

 private:
  friend class TimerQueue;
  Timer(std::weak_ptr<detail::TimerEntries> entries, const detail::TimerKey& key) noexcept
      : entries_(std::move(entries)), key_(key) {}

  std::weak_ptr<detail::TimerEntries> entries_;  // the queue's list, or expired
  detail::TimerKey key_;                         // which entry of the list
};

/// Tasks ordered by the time at which they are due. One thread.
class TimerQueue {
 public:
  /// A clock that never jumps: a wall clock set back would stop all timers.
  using Clock = std::chrono::steady_clock;

  /// `now` and `delay` later. A delay below zero counts as zero. A time that the clock cannot count
  /// is its last one, which never comes.
  static Clock::time_point After(Clock::time_point now, std::chrono::milliseconds delay);
  /// Schedules `task`. Tasks that are due at the same time run in the order of scheduling.
  Timer Add(Clock::time_point due, std::function<void()> task);
  /// When the next task is due; nullopt if there is none.
  std::optional<Clock::time_point> NextDue() const;
  /// Runs what is due at `now`. A task that schedules another one, even for now, does not lengthen
  /// this call: the loop must come back to its sockets.
  void RunDue(Clock::time_point now);
  /// Destroys the tasks that have not run. What dies with one may schedule, which has no effect.
  void Close();

 private:
  std::shared_ptr<detail::TimerEntries> entries_ =
      std::make_shared<detail::TimerEntries>();  // what is scheduled
  std::uint64_t next_number_ = 0;                // counts Add() calls
  bool closed_ = false;                          // see Close()
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_TIMER_QUEUE_H_
