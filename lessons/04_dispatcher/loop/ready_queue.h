// The events of a turn: what the system has reported and what dispatchers know themselves, until
// the last one is handled. Lesson 04.
//
// Events stay in this queue until their handler is called. So nothing is lost if a handler throws
// or if a Wait leaves sockets alone: WSAEventSelect tells everything once.
#ifndef LESSONS_04_DISPATCHER_LOOP_READY_QUEUE_H_
#define LESSONS_04_DISPATCHER_LOOP_READY_QUEUE_H_

#include <cstddef>
#include <vector>

#include "04_dispatcher/loop/demultiplexer.h"
#include "04_dispatcher/loop/dispatcher_registry.h"

namespace l04 {

/// First in, first out. Belongs to the loop's thread.
class ReadyQueue {
 public:
  /// Asks that the dispatcher with this key be called in the turn that is fetched next, whatever
  /// the system says.
  void Recheck(DispatcherKey key) { rechecks_.push_back(key); }
  /// True if a turn has work that the system knows nothing about: it must not sleep.
  bool HasWork() const { return handled_ < ready_.size() || !rechecks_.empty(); }

  /// Tells the system the masks that have changed, waits up to `timeout_ms` and appends what is
  /// ready. With `process_io` false the sockets are not asked. @throws l01::SocketError.
  void Fetch(Demultiplexer& demultiplexer, DispatcherRegistry& registry, int timeout_ms,
             bool process_io);
  /// The next event, which is now handled; null if there is none. Valid until Fetch().
  const ReadyEvent* Next() { return handled_ < ready_.size() ? &ready_[handled_++] : nullptr; }

 private:
  std::vector<ReadyEvent> ready_;        // to be handled, in this order
  std::size_t handled_ = 0;              // events at the front of ready_ that are done
  std::vector<DispatcherKey> rechecks_;  // see Recheck()
  std::vector<ReadyEvent> fetched_;      // the last report; a member to keep its memory
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_READY_QUEUE_H_
