// Two lists that change places: in the steady state neither allocates.
#include "04_dispatcher/loop/task_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace l04 {

void TaskQueue::Push(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (closed_) return;  // the parameter dies behind the lock: what dies with it may push
  pushed_.push_back({std::move(task), std::this_thread::get_id()});
  any_pushed_ = true;
}

void TaskQueue::Close() {
  std::vector<Task> dying;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    any_pushed_ = false;
    dying.swap(pushed_);
  }
  next_ = 0;
  std::exchange(running_, {}).clear();
}  // `dying` dies here, without the lock

void TaskQueue::TakePushed() {
  const std::lock_guard lock(mutex_);
  any_pushed_ = false;
  if (running_.empty()) {
    running_.swap(pushed_);
  } else {
    std::move(pushed_.begin(), pushed_.end(), std::back_inserter(running_));
    pushed_.clear();
  }
}

// [run-all]
bool TaskQueue::RunAll() {
  // Tasks are left over only if one of them threw.
  running_.erase(running_.begin(), running_.begin() + static_cast<std::ptrdiff_t>(next_));
  next_ = 0;
  if (any_pushed_) TakePushed();
  bool foreign = false;
  while (next_ < running_.size()) {
    const Task task = std::move(running_[next_++]);  // counted first: it must not run twice
    ++ran_;
    foreign = foreign || task.from != std::this_thread::get_id();
    task.run();
  }
  return foreign;
}
// [run-all]

}  // namespace l04
