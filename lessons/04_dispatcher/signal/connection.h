// What connecting a slot to a signal gives: the right, and the duty, to disconnect it. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_CONNECTION_H_
#define LESSONS_04_DISPATCHER_SIGNAL_CONNECTION_H_

#include "04_dispatcher/signal/slot.h"
#include "04_dispatcher/signal/slot_list.h"

namespace l04 {

/// The link between a signal and one slot. Destroying it disconnects. Either side may die first.
///
/// A receiver keeps its connections as members, declared last: members die in reverse order, so the
/// slots are gone before anything that they use. The slot itself is in here, so a connection of a
/// member function or of a lambda that captures one pointer takes nothing from the heap.
class [[nodiscard]] Connection {
 public:
  /// Connected to nothing.
  Connection() noexcept = default;
  /// Takes over the link.
  Connection(Connection&& other) noexcept { TakeOver(other); }
  /// Ends its own link and takes over the other one.
  Connection& operator=(Connection&& other) noexcept {
    if (this != &other) {
      disconnect();
      TakeOver(other);
    }
    return *this;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { disconnect(); }

  /// Ends the connection now. Harmless if it has ended already.
  void disconnect() noexcept {
    // Nothing is touched after Drop: the callable that it destroys may own this very object.
    if (connected()) detail::Drop(slot_.list->Remove(slot_));
  }
  /// Keeps the slot connected for as long as the signal lives; this object forgets it.
  /// @throws std::bad_alloc, and then nothing has changed.
  void release() {
    if (connected()) slot_.list->Keep(slot_);
  }
  /// True while the signal lives and would call the slot.
  bool connected() const noexcept { return slot_.list != nullptr; }

 private:
  template <typename... Args>
  friend class Signal;
  Connection(detail::SlotList& list, const detail::Slot& slot) noexcept : slot_(slot) {
    list.Append(slot_);
  }
  void TakeOver(Connection& other) noexcept {
    if (other.connected()) other.slot_.list->Replace(other.slot_, slot_);
  }

  detail::Slot slot_;  // in the signal's list while connected
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SIGNAL_CONNECTION_H_
