// Look, take, sleep, and from the start: no wake-up is lost between the look and the sleep.
#include "02_wsaeventselect/emulation/wait.h"

#include <algorithm>
#include <utility>

namespace l02 {

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
  Waker* waker = ThreadWaker();
  std::vector<pollfd> entries;
  for (const auto& event : events_) {
    if (waker != nullptr) event->AddWaiter(*waker);
    entries.push_back({event->watch(), POLLIN, 0});  // -1 if nothing was ever tied to it
  }
  call_.Sleep(std::move(entries), waker, deadline);
  if (waker == nullptr) return;
  for (const auto& event : events_) event->RemoveWaiter(*waker);
}

}  // namespace l02
