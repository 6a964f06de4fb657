// Counting turns and timing handlers. minnow's event loop does the first one too: it throws when a
// rule wakes the loop again and again.
#include "04_dispatcher/loop/police.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace l04 {
namespace {

const char* Text(LoopRule rule) {
  switch (rule) {
    case LoopRule::kReadOrPause:
      return "a read handler must call Recv (Accept on a listener), Close or PauseReading, or the "
             "socket stays silent";
    case LoopRule::kMakeProgress:
      return "what wakes the loop must lead to something, or the loop spins";
    case LoopRule::kReturnSoon:
      return "a handler must not wait or compute for long: all other sockets wait with it";
    case LoopRule::kOneThread:
      return "sockets and timers belong to the thread that runs Wait: use Post from others";
  }
  return "";
}

std::string Who(const char* kind, std::uintptr_t handle) {
  return handle == 0 ? std::string(kind) : kind + std::string(" ") + std::to_string(handle);
}

void PrintAndPerhapsAbort(LoopRule rule, const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  if (rule == LoopRule::kOneThread) std::abort();
}

}  // namespace

LoopPolice::LoopPolice() : handler_(PrintAndPerhapsAbort) {}

void LoopPolice::Report(LoopRule rule, const std::string& who) const {
  handler_(rule, "loop: " + who + ": " + Text(rule));
}

void LoopPolice::NoteWork(const char* kind, std::uintptr_t handle) {
  worked_ = true;
  last_kind_ = kind;
  last_handle_ = handle;
}

void LoopPolice::EndTurn() {
  const bool fruitless = worked_ && !progress_;
  worked_ = progress_ = false;
  fruitless_ = fruitless ? fruitless_ + 1 : 0;
  if (fruitless_ != kMostFruitlessTurns) return;
  Report(LoopRule::kMakeProgress, Who(last_kind_, last_handle_) + " has woken the loop " +
                                      std::to_string(fruitless_) +
                                      " times in a row and no socket has moved a byte");
}

void LoopPolice::BeginTurn() {
  switches_ = SwitchesOfThisThread();
}

// Time alone would accuse handlers on a busy machine, where the system takes the processor away. Of
// one that was interrupted nobody knows how much of the time was its own: a moment at a lock and
// many interruptions look like a long wait.
void LoopPolice::Watch::Check() const {
  if (started_ == Clock::time_point()) return;  // measuring began in the middle
  const Clock::duration exactly = Clock::now() - started_;
  police_.longest_ = std::max(police_.longest_, exactly);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(exactly);
  if (!kOn || took < police_.limit_) return;
  const Switches before = std::exchange(police_.switches_, SwitchesOfThisThread());
  if (police_.switches_.waits == before.waits) return;
  if (police_.switches_.interruptions != before.interruptions) return;
  police_.Report(LoopRule::kReturnSoon,
                 Who(kind_, handle_) + " ran for " + std::to_string(took.count()) + " ms");
}

}  // namespace l04
