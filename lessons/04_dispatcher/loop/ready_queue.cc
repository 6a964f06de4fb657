// What is left over comes first, then the system's report, then the dispatchers' own wishes.
#include "04_dispatcher/loop/ready_queue.h"

namespace l04 {

// [fetch]
void ReadyQueue::Fetch(Demultiplexer& demultiplexer, DispatcherRegistry& registry, int timeout_ms,
                       bool process_io) {
  ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(handled_));
  handled_ = 0;
  // What all handlers of the last turn did to the masks, in one go.
  registry.TellChanges(demultiplexer, &ready_);
  // Left-over events first, alone: the system would report a level once more, and its handler would
  // be called twice for the same bytes.
  if (process_io && !ready_.empty()) return;
  const bool sleep = !process_io || rechecks_.empty();
  demultiplexer.Wait(sleep ? timeout_ms : 0, process_io, &fetched_);
  if (ready_.empty()) {
    ready_.swap(fetched_);  // the usual case: nothing is copied
  } else {
    ready_.insert(ready_.end(), fetched_.begin(), fetched_.end());
  }
  if (!process_io) return;
  for (const DispatcherKey key : rechecks_) ready_.push_back({key, 0, 0});
  rechecks_.clear();
}
// [fetch]

}  // namespace l04
