// Timers in a balanced tree: O(log n) to add and cancel. A real server with a million connections
// would use a timer wheel, which does both in O(1).
#include "04_dispatcher/loop/timer_queue.h"

namespace l04 {

Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    Cancel();
    entries_ = std::exchange(other.entries_, {});
    key_ = other.key_;
  }
  return *this;
}

void Timer::Cancel() noexcept {
  const auto entries = std::exchange(entries_, {}).lock();
  if (!entries) return;
  // Take the task out before it dies: destroying it may run foreign code that cancels other timers.
  const auto removed = entries->extract(key_);
}

// Compared in milliseconds, which cannot overflow here: the product of the two units might.
TimerQueue::Clock::time_point TimerQueue::After(Clock::time_point now,
                                                std::chrono::milliseconds delay) {
  if (delay.count() <= 0) return now;
  const auto room = std::chrono::floor<std::chrono::milliseconds>(Clock::time_point::max() - now);
  return delay >= room ? Clock::time_point::max() : now + delay;
}

Timer TimerQueue::Add(Clock::time_point due, std::function<void()> task) {
  if (closed_) return {};
  const detail::TimerKey key{due, next_number_++};
  entries_->emplace(key, std::move(task));
  return Timer(entries_, key);
}

std::optional<TimerQueue::Clock::time_point> TimerQueue::NextDue() const {
  if (entries_->empty()) return std::nullopt;
  return entries_->begin()->first.first;
}

void TimerQueue::Close() {
  closed_ = true;
  // One by one: a task that dies may cancel another one.
  while (!entries_->empty()) const auto dying = entries_->extract(entries_->begin());
}

// [run-due]
void TimerQueue::RunDue(Clock::time_point now) {
  const std::uint64_t first_new_number = next_number_;
  auto entries = entries_;  // a task may destroy whatever owns this queue
  while (!entries->empty()) {
    const auto first = entries->begin();
    if (first->first.first > now || first->first.second >= first_new_number) return;
    // Out of the list before it runs: the task may cancel its own timer, or throw.
    const auto running = entries->extract(first);
    running.mapped()();
  }
}
// [run-due]

}  // namespace l04
