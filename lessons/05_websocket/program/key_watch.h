// Tells a loop that watches sockets only when a terminal has keys to read. POSIX.
//
// A thread waits, and after it has told it waits no more until it is asked again: who is told reads
// on another thread, and until then the keys are still there.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_KEY_WATCH_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_KEY_WATCH_H_

#include <functional>
#include <memory>

namespace l05 {

/// Watches standard input.
class KeyWatch {
 public:
  /// `readable` runs on the watching thread.
  explicit KeyWatch(std::function<void()> readable);
  /// Lets go of the thread: its wait cannot be interrupted. `readable` does not run again.
  ~KeyWatch();
  KeyWatch(const KeyWatch&) = delete;
  KeyWatch& operator=(const KeyWatch&) = delete;

  /// Tell once more.
  void Again();
  /// Whether there is something to read now.
  static bool Readable();

 private:
  struct State;
  static void Run(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;  // shared with the thread
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_KEY_WATCH_H_
