// The loop watches its users: mistakes that otherwise show only as "it hangs" or "the processor is
// busy" get a line that names the socket and the rule. Debug builds only. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_POLICE_H_
#define LESSONS_04_DISPATCHER_LOOP_POLICE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "04_dispatcher/signal/slot_list.h"

namespace l04 {

/// What a user of the loop must do.
enum class LoopRule {
  kReadOrPause,   ///< a read handler calls Recv (Accept), Close or PauseReading
  kMakeProgress,  ///< what wakes the loop leads to something, or the loop spins
  kReturnSoon,    ///< a handler does not wait: everybody else waits with it
  kOneThread,     ///< sockets, timers and the registry belong to the loop's thread
};

/// How often a thread has lost the processor.
struct Switches {
  std::uint64_t waits = 0;          ///< by itself, because it waited for something
  std::uint64_t interruptions = 0;  ///< the system gave the processor to another thread
};

/// Those of this thread. Where the system does not tell, each call says that it has waited once
/// more.
Switches SwitchesOfThisThread();

/// Finds broken rules. Belongs to one loop and its thread.
class LoopPolice {
 public:
  using Clock = std::chrono::steady_clock;  ///< Never jumps.
  /// False in a release build: then nothing is checked.
  static constexpr bool kOn = detail::kDebugChecks;
  /// So many turns in a row that led to nothing are a busy loop.
  static constexpr int kMostFruitlessTurns = 1000;
  /// Called with a broken rule and one line that says who broke it.
  using Handler = std::function<void(LoopRule rule, const std::string& message)>;

  /// Writes to stderr; for kOneThread it ends the program, which could only go on with a data race.
  LoopPolice();

  /// Replaces what happens when a rule is broken.
  void SetHandler(Handler handler) { handler_ = std::move(handler); }
  /// How long a handler may run and wait for something, 500 ms if not set.
  void SetHandlerLimit(std::chrono::milliseconds limit) { limit_ = limit; }
  /// Whether Watch measures in a release build too. Two looks at the clock per handler.
  void SetMeasuring(bool on) { measuring_ = on; }
  /// The longest time that a handler has taken while it was measured.
  Clock::duration longest_handler() const { return longest_; }

  /// Reports that `who` broke `rule`.
  void Report(LoopRule rule, const std::string& who) const;

  /// A turn begins: the loop itself has stopped waiting.
  void BeginTurn();
  /// A socket did something: bytes moved, a connection began or ended.
  void NoteProgress() { progress_ = true; }
  /// This turn has called `who`, which may or may not lead to something.
  void NoteWork(const char* kind, std::uintptr_t handle);
  /// The turn is over. Counts those that had work and no progress.
  void EndTurn();

  /// The time one handler takes, from construction to destruction.
  class Watch {
   public:
    /// `kind` and `handle` say whose handler runs; `kind` is a literal.
    Watch(LoopPolice& police, const char* kind, std::uintptr_t handle)
        : police_(police), kind_(kind), handle_(handle) {
      if (kOn || police_.measuring_) started_ = Clock::now();
    }
    ~Watch() {
      if (kOn || police_.measuring_) Check();
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    void Check() const;

    LoopPolice& police_;         // whom to tell
    const char* kind_;           // "the handler of socket", "a task"
    std::uintptr_t handle_;      // which socket, or 0
    Clock::time_point started_;  // when the handler was called
  };

 private:
  Handler handler_;                       // what happens to a report
  std::chrono::milliseconds limit_{500};  // see SetHandlerLimit
  const char* last_kind_ = "";            // who was called last
  std::uintptr_t last_handle_ = 0;        // and which socket it was
  bool worked_ = false;                   // this turn has called somebody
  bool progress_ = false;                 // this turn has led to something
  Switches switches_;                     // those of this thread that are accounted for
  int fruitless_ = 0;                     // turns in a row with work and without progress
  bool measuring_ = kOn;                  // see SetMeasuring()
  Clock::duration longest_{};             // see longest_handler()
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_POLICE_H_
