// Tasks that other threads hand to the loop. Lesson 04.
//
// The lock is held while a task is put in or the list is taken out, never while a task runs: nobody
// waits for foreign code.
#ifndef LESSONS_04_DISPATCHER_LOOP_TASK_QUEUE_H_
#define LESSONS_04_DISPATCHER_LOOP_TASK_QUEUE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace l04 {

/// Runs tasks in the order in which they came.
class TaskQueue {
 public:
  /// Appends a task. Any thread.
  void Push(std::function<void()> task);
  /// Runs the tasks that are there now; what they push runs next time, so tasks cannot starve the
  /// sockets. If one throws, the rest stays for the next call. The loop's thread.
  /// Returns true if a task came from another thread.
  bool RunAll();
  /// True if a task has thrown and others still wait behind it: nobody will wake the loop for them.
  bool HasLeftOver() const { return next_ < running_.size(); }
  /// How many tasks have run so far.
  std::uint64_t ran() const { return ran_; }
  /// Destroys the tasks that have not run, and from now on every task that is pushed. What dies
  /// with a task may push. Any number of times.
  void Close();

 private:
  struct Task {
    std::function<void()> run;  // what to do
    std::thread::id from;       // who pushed it
  };

  void TakePushed();

  std::mutex mutex_;                     // guards pushed_
  std::atomic<bool> any_pushed_{false};  // pushed_ is not empty: a turn without tasks takes no lock
  std::vector<Task> pushed_;             // from any thread
  std::vector<Task> running_;            // taken from pushed_; the loop's thread only
  std::size_t next_ = 0;                 // first task of running_ that has not run
  std::uint64_t ran_ = 0;                // see ran()
  bool closed_ = false;                  // see Close(); guarded by mutex_
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_TASK_QUEUE_H_
