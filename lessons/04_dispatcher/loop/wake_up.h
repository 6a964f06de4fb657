// What other threads tell a loop: "come back", or "there is something for you". Many calls cost one
// wake-up of the system. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_WAKE_UP_H_
#define LESSONS_04_DISPATCHER_LOOP_WAKE_UP_H_

#include <atomic>
#include <cstdint>

#include "04_dispatcher/loop/demultiplexer.h"

namespace l04 {

/// The two flags of a loop that any thread may raise. Stop() and Wake() are for any thread, the
/// rest is for the loop's.
class WakeUpFlags {
 public:
  /// `demultiplexer` is what the loop waits with. It must outlive this object.
  explicit WakeUpFlags(Demultiplexer& demultiplexer) : demultiplexer_(demultiplexer) {}

  /// The running Wait() shall return, or else the next one. Stays raised until TakeStop().
  void Stop();
  /// The loop shall begin a turn: there is a task for it.
  void Wake();

  /// True if Stop() was called and nobody has taken it.
  bool stop() const { return stop_.load(); }
  /// Takes what Stop() has left. Returns true if there was something.
  bool TakeStop();
  /// A turn begins: who calls Wake() from now on means the next one.
  void BeginTurn();
  /// How many turns began because of Stop() or Wake().
  std::uint64_t count() const { return count_; }

 private:
  Demultiplexer& demultiplexer_;      // what the loop waits with
  std::atomic<bool> stop_{false};     // see stop()
  std::atomic<bool> pending_{false};  // the demultiplexer was woken and has not run since
  std::uint64_t count_ = 0;           // see count()
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_WAKE_UP_H_
