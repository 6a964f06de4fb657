// What ties a socket to an event: WSAEventSelect's half of a socket. Lesson 02.
//
// It holds the record and the latch (record.h), the mask that selects from them, and the event to
// signal. It knows nothing about connections or data: the other parts post what they have seen.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_ASSOCIATION_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_ASSOCIATION_H_

#include <cstddef>
#include <memory>

#include "02_wsaeventselect/emulation/event.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"
#include "02_wsaeventselect/emulation/record.h"

namespace l02 {

/// The record of one socket and the event that it signals.
class Association {
 public:
  /// `owner` is the socket that an event looks at; `kernel` tells how much has arrived.
  Association(ActivitySource& owner, const KernelSocket& kernel) : owner_(owner), kernel_(kernel) {}
  ~Association() { End(); }
  Association(const Association&) = delete;
  Association& operator=(const Association&) = delete;

  /// WSAEventSelect, without the look that follows it: a null `event` or an empty mask ends the
  /// reports. @throws std::system_error if there is no descriptor for the event's watch. The old
  /// association stands then.
  void Select(std::shared_ptr<EmulatedEvent> event, long mask);
  /// Takes event and mask over from the listener that accepted this socket.
  void Inherit(const Association& listener) { Tie(listener.event_, listener.mask_); }
  /// No more reports.
  void End() { Tie(nullptr, 0); }

  /// True if one of `events` is selected and could be posted now: a reason to ask the kernel.
  bool Wants(long events) const { return (mask_ & ~record_.latched() & events) != 0; }
  /// Records event number `bit`, unless it is latched, and signals the event if it is selected.
  void Post(int bit, int error = 0);
  /// A call re-enables `events`. Look at the socket next.
  void Unlatch(long events) { record_.Unlatch(events); }
  /// Removes the recorded events which the mask selects and returns them.
  long Enumerate(int* errors) { return record_.Take(mask_, errors); }

  /// True if activity on the socket is seen by `event`'s LookAtSockets().
  bool IsTiedTo(const EmulatedEvent* event) const {
    return event != nullptr && event_.get() == event;
  }
  long mask() const { return mask_; }
  const NetworkRecord& record() const { return record_; }
  /// The handle to name in traces.
  void set_handle(SOCKET handle) { handle_ = handle; }

 private:
  void Tie(std::shared_ptr<EmulatedEvent> event, long mask);
  void ForgetForSelect();

  ActivitySource& owner_;                 // the socket, as events know it
  const KernelSocket& kernel_;            // counts arrivals
  std::shared_ptr<EmulatedEvent> event_;  // whom to signal; null: nobody
  long mask_ = 0;                         // for which events
  NetworkRecord record_;                  // what happened
  std::size_t arrivals_ = 0;              // bytes or callers at the last FD_READ or FD_ACCEPT
  SOCKET handle_ = INVALID_SOCKET;        // for traces only
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_ASSOCIATION_H_
