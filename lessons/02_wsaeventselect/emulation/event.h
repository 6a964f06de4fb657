// An event object: a flag that threads can wait for, and the sockets that may raise it.
//
// Contract: everything under the emulation's lock. An event outlives its handle as long as a socket
// or a waiting thread refers to it; Windows keeps such references in its kernel. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_EVENT_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_EVENT_H_

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "02_wsaeventselect/emulation/descriptor.h"

namespace l02 {

/// Whose activity an event announces: an emulated socket, of which an event knows only this much.
class ActivitySource {
 public:
  /// Unique for ever, unlike descriptors and handles.
  virtual std::uint64_t id() const = 0;
  /// The kernel's socket.
  virtual int descriptor() const = 0;
  /// Posts what has newly become true to the source's event.
  virtual void Look() = 0;

 protected:
  ~ActivitySource() = default;  // nobody owns a socket through this base
};

/// What a WSAEVENT handle stands for.
class EmulatedEvent {
 public:
  EmulatedEvent(bool manual_reset, bool signalled)
      : manual_reset_(manual_reset), signalled_(signalled) {}
  EmulatedEvent(const EmulatedEvent&) = delete;
  EmulatedEvent& operator=(const EmulatedEvent&) = delete;

  bool signalled() const { return signalled_; }
  /// Signals the event and wakes everybody who waits for it.
  void Set();
  void Reset() { signalled_ = false; }
  /// A wait has been satisfied by this event: an auto-reset event goes off.
  void Consume() { signalled_ = signalled_ && manual_reset_; }

  /// From now on activity on `socket` is seen by LookAtSockets().
  /// @throws std::system_error if the first watch of this event cannot be made.
  void Tie(ActivitySource& socket);
  void Untie(ActivitySource& socket);
  /// Lets every tied socket with new activity post it. On Windows the kernel does so by itself at
  /// the moment of the activity; here it is done before anybody can notice the difference: before
  /// this event is tested, waited for or reset.
  void LookAtSockets();

  /// A thread goes to sleep until Set(), or until watch() becomes readable.
  void AddWaiter(Waker& waker) { waiters_.push_back(&waker); }
  void RemoveWaiter(Waker& waker);
  /// A descriptor that is readable when a tied socket has activity; -1 if no socket was ever tied.
  int watch() const { return watch_ ? watch_->descriptor() : -1; }

 private:
  void WakeWaiters();

  bool manual_reset_;            // false: a satisfied wait resets the event
  bool signalled_;               // the state itself
  std::vector<Waker*> waiters_;  // sleeping threads, each with a waker of its own
  std::optional<Watch> watch_;   // made with the first tied socket: most events need none
  std::unordered_map<std::uint64_t, ActivitySource*> tied_;  // by id; not owned
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_EVENT_H_
