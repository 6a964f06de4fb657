// "Please stop": Ctrl-C, or SIGTERM from a process manager, delivered to a server's loop.
//
// A signal handler may call almost nothing (man 7 signal-safety), so nothing is done in one. On
// POSIX a thread of its own waits for the signals and calls `on_stop` as ordinary code. Windows
// runs its console handler on a thread of its own anyway.
#ifndef LESSONS_SUPPORT_STOP_SIGNAL_H_
#define LESSONS_SUPPORT_STOP_SIGNAL_H_

#include <functional>
#include <memory>

namespace support {

/// Calls `on_stop` once when SIGINT or SIGTERM (on Windows: Ctrl-C, Ctrl-Break, console close)
/// arrives while this object lives.
class StopSignal {
 public:
  /// Make it before you start any thread: threads inherit the blocked signals from their creator.
  /// `on_stop` runs on another thread, so it must be thread-safe. Typically it wakes a loop.
  explicit StopSignal(std::function<void()> on_stop);
  /// Gives the signals back their former meaning. After it returns, `on_stop` does not run.
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;  // what the platform needs; see stop_signal_{posix,win}.cc
};

}  // namespace support

#endif  // LESSONS_SUPPORT_STOP_SIGNAL_H_
