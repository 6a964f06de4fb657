// Setting an event wakes those who sleep on it; tying a socket to it makes the kernel watch that
// socket.
#include "02_wsaeventselect/emulation/event.h"

#include <algorithm>

namespace l02 {

void EmulatedEvent::Set() {
  signalled_ = true;
  WakeWaiters();
}

void EmulatedEvent::WakeWaiters() {
  for (Waker* waker : waiters_) waker->Wake();
}

void EmulatedEvent::RemoveWaiter(Waker& waker) {
  // Only one entry: the same event may stand twice in a wait, and then it has been added twice.
  const auto entry = std::find(waiters_.begin(), waiters_.end(), &waker);
  if (entry != waiters_.end()) waiters_.erase(entry);
}

void EmulatedEvent::Tie(ActivitySource& socket) {
  if (!watch_) {
    watch_.emplace();
    // Threads that sleep already do not poll the new watch. Let them start over.
    WakeWaiters();
  }
  watch_->Add(socket.descriptor(), socket.id());
  tied_[socket.id()] = &socket;
}

void EmulatedEvent::Untie(ActivitySource& socket) {
  watch_->Remove(socket.descriptor());
  tied_.erase(socket.id());
}

void EmulatedEvent::LookAtSockets() {
  if (!watch_) return;
  for (const std::uint64_t id : watch_->Drain()) {
    // Ids are never used twice, so an answer about a socket that has left finds nobody.
    const auto entry = tied_.find(id);
    if (entry != tied_.end()) entry->second->Look();
  }
}

}  // namespace l02
