// Look, take, sleep, and from the start: no wake-up is lost between the look and the sleep.
#include "02_wsaeventselect/emulation/wait.h"

#include <algorithm>
#include <utility>

namespace l02 {

// [wait]
std::optional<std::size_t> EventWait::Run(const Deadline& deadline) {
  for (;;) {
    for (const auto& event : events_) event->LookAtSockets();
    if (const auto index = TakeSatisfied()) return index;
    if (HasPassed(deadline)) return std::nullopt;
    // Whatever happens from here on makes one of the polled descriptors readable, and they stay
    // readable: an edge between the look above and the sleep below cannot get lost.
    Sleep(deadline);
  }
}
// [wait]

std::optional<std::size_t> EventWait::TakeSatisfied() {
  const auto is_signalled = [](const auto& event) { return event->signalled(); };
  if (all_) {
    // Nothing is consumed before all of them are signalled at the same time.
    if (!std::all_of(events_.begin(), events_.end(), is_signalled)) return std::nullopt;
    for (const auto& event : events_) event->Consume();
    return 0;
  }
  const auto first = std::find_if(events_.begin(), events_.end(), is_signalled);
  if (first == events_.end()) return std::nullopt;
  (*first)->Consume();
  return static_cast<std::size_t>(first - events_.begin());
}

void EventWait::Sleep(const Deadline& deadline) {
  std::vector<pollfd> entries;
  for (const auto& event : events_) {
    event->AddWaiter(ThreadWaker());
    entries.push_back({event->watch(), POLLIN, 0});  // poll() ignores -1
  }
  call_.Sleep(std::move(entries), deadline);
  for (const auto& event : events_) event->RemoveWaiter(ThreadWaker());
}

}  // namespace l02
