// A gate that opens once it has been counted down.
//
// Why not std::latch: where the system has no futex, as on Windows, libstdc++ 12 reads the counter
// before it takes the lock to sleep, and wakes without that lock. A count_down in between is lost,
// and the waiting thread sleeps for ever: one run in five of an experiment of lesson 02 did so
// under Wine. std::barrier, the semaphores and std::atomic::wait stand on the same code.
#ifndef LESSONS_SUPPORT_LATCH_H_
#define LESSONS_SUPPORT_LATCH_H_

#include <condition_variable>
#include <mutex>

namespace support {

/// What std::latch is, for any number of threads.
class Latch {
 public:
  /// Opens after `count` calls of count_down().
  explicit Latch(int count) : left_(count) {}

  /// Counts one down. Any thread.
  void count_down() {
    const std::lock_guard lock(mutex_);
    // Under the lock: who waits may destroy the latch as soon as it is open.
    if (--left_ == 0) open_.notify_all();
  }
  /// Returns when the latch is open. Any thread.
  void wait() {
    std::unique_lock lock(mutex_);
    open_.wait(lock, [this] { return left_ <= 0; });
  }

 private:
  std::mutex mutex_;              // guards left_
  std::condition_variable open_;  // left_ has reached 0
  int left_;                      // calls of count_down() that are missing
};

}  // namespace support

#endif  // LESSONS_SUPPORT_LATCH_H_
