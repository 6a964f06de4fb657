// The slots behind a Signal, and the rules for changing them while they are being called. It knows
// no argument types, so it is compiled once. Lesson 04.
//
// Contract
//  * The slots of a signal are chained in a ring, and the signal points at the last one. They are
//    inside the Connections, so the list itself takes nothing from the heap.
//  * Every emission has a cursor of its own. A slot that leaves moves the cursors that stand on it.
//  * Connecting takes the same time however many slots there are. Disconnecting or moving the n-th
//    of them looks at n slots: a signal has few.
//  * While nobody is connected, the pointer has room for one who waits for the first slot.
//  * No atomics, no locks: one thread at a time. A debug build ends the program if a second thread
//    comes in the middle of an emission.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_SLOT_LIST_H_
#define LESSONS_04_DISPATCHER_SIGNAL_SLOT_LIST_H_

#include <cstdint>
#include <type_traits>

#include "04_dispatcher/signal/slot.h"

namespace l04::detail {

/// Checks that a release build leaves out. Whether they are there depends on how the library was
/// built, which its target tells (NETLADDER_DEBUG_CHECKS), and not on NDEBUG in the file that
/// includes this. Who does not ask the target makes no checks, and reads what either library
/// writes.
#ifdef NETLADDER_DEBUG_CHECKS
inline constexpr bool kDebugChecks = NETLADDER_DEBUG_CHECKS != 0;
inline constexpr bool kMayBeMarked = kDebugChecks;
#else
inline constexpr bool kDebugChecks = false;
inline constexpr bool kMayBeMarked = true;
#endif

/// Somebody who waits for a slot, since there is something to tell and nobody listens.
class SlotWaiter {
 public:
  /// A slot was connected. Called inside connect(): tell nothing here, only note it.
  virtual void OnSlotConnected() noexcept = 0;

 protected:
  ~SlotWaiter() = default;
};

/// The slots of one signal, in the order of connection. One pointer.
class SlotList {
 public:
  SlotList() noexcept = default;
  /// Disconnects all slots. Emissions that are running end after the slot that runs.
  ~SlotList();
  SlotList(const SlotList&) = delete;
  SlotList& operator=(const SlotList&) = delete;

  /// The slot connected last, or null. Its `next` is the first one.
  Slot* last() const noexcept {
    if (empty()) return nullptr;
    return reinterpret_cast<Slot*>(kMayBeMarked ? last_ & ~kFiring : last_);
  }
  /// True if nobody is connected.
  bool empty() const noexcept { return (last_ & kEmpty) != 0; }
  /// Tells `waiter` when the next slot is connected, once. Ignored unless the list is empty. The
  /// waiter must live as long as the list.
  void WaitForSlot(SlotWaiter& waiter) noexcept;

  /// Connects `slot`, which is in no list. Emissions that are running do not call it.
  void Append(Slot& slot) noexcept;
  /// Disconnects `slot`, which is in this list. Drop() the result: it may run foreign code.
  [[nodiscard]] Box* Remove(Slot& slot) noexcept;
  /// Disconnects all slots and drops their callables.
  void RemoveAll() noexcept;
  /// Puts `heir`, which is in no list, into the place of `slot`.
  void Replace(Slot& slot, Slot& heir) noexcept;
  /// Moves `slot` to the heap, where it lives until it is disconnected. @throws std::bad_alloc.
  void Keep(Slot& slot);

 private:
  friend class Emission;

  // A Slot's address and a SlotWaiter's have neither bit.
  static constexpr std::uintptr_t kFiring = 1;  // an emission is running; debug builds
  static constexpr std::uintptr_t kEmpty = 2;   // no slot; the rest is a SlotWaiter's address or 0

  bool firing() const noexcept { return (last_ & kFiring) != 0; }
  void SetLast(Slot* slot) noexcept {
    const std::uintptr_t last = slot == nullptr ? kEmpty : reinterpret_cast<std::uintptr_t>(slot);
    last_ = last | (last_ & kFiring);
  }
  Slot& Before(const Slot& slot) const noexcept;
  void BeginFiring() noexcept;
  void CheckThread() const noexcept;

  std::uintptr_t last_ = kEmpty;  // the last slot's address; or kEmpty, and who waits for a slot
};

/// One walk along the slots. It lives on the stack of the thread that emits.
class Emission {
 public:
  /// Begins before the first slot and ends behind the one that is the last now.
  explicit Emission(SlotList& list) noexcept
      : list_(&list), next_(list.last()->next), last_(list.last()), outer_(innermost) {
    if constexpr (kDebugChecks) list.BeginFiring();
    innermost = this;
  }
  ~Emission() {
    innermost = outer_;
    if constexpr (kDebugChecks) EndFiring();
  }
  Emission(const Emission&) = delete;
  Emission& operator=(const Emission&) = delete;

  /// The slot to call next, or null at the end. The slots may have changed since the last call, and
  /// the signal may be gone.
  Slot* Next() noexcept {
    Slot* const slot = next_;
    if (slot == nullptr) return nullptr;
    if (slot != last_) [[likely]] {
      next_ = slot->next;
    } else {
      next_ = nullptr;
    }
    return slot;
  }

 private:
  friend class SlotList;

  void EndFiring() const noexcept;

  /// The emission that began last on this thread and has not ended; the others follow by `outer_`.
  static constinit thread_local Emission* innermost;

  SlotList* list_;   // where it walks; null: the signal is gone
  Slot* next_;       // the slot to call next, or null: nobody is left
  Slot* last_;       // where the walk ends: slots that come later wait for the next emission
  Emission* outer_;  // the emission on this thread that was running when this one began
};

/// A signal with one slot looks at nothing after the call, so it needs no cursor.
struct NoEmission {
  explicit NoEmission(SlotList&) noexcept {}
};

/// A debug build must know all the same that the signal fires.
using LoneEmission = std::conditional_t<kDebugChecks, Emission, NoEmission>;

}  // namespace l04::detail

#endif  // LESSONS_04_DISPATCHER_SIGNAL_SLOT_LIST_H_
