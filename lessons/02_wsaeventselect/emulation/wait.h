// Waiting for events: the loop behind WSAWaitForMultipleEvents. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_WAIT_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_WAIT_H_

#include <memory>
#include <optional>
#include <vector>

#include "02_wsaeventselect/emulation/call.h"

namespace l02 {

/// One thread that waits for some events, or for all of them at the same time.
class EventWait {
 public:
  EventWait(Call& call, std::vector<std::shared_ptr<EmulatedEvent>> events, bool all)
      : call_(call), events_(std::move(events)), all_(all) {}

  /// Returns the index that satisfied the wait, or nothing if the deadline passed before.
  std::optional<std::size_t> Run(const Deadline& deadline);

 private:
  std::optional<std::size_t> TakeSatisfied();
  void Sleep(const Deadline& deadline);

  Call& call_;                                          // its lock is given away while asleep
  std::vector<std::shared_ptr<EmulatedEvent>> events_;  // kept alive even if closed meanwhile
  bool all_;                                            // all of them, or the lowest one
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_WAIT_H_
