// One slot: what is called, and where it is kept. Lesson 04.
//
// A callable of one pointer is kept in the slot itself, which is inside a Connection. So connecting
// a member function takes nothing from the heap. Any other callable gets a box there.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_SLOT_H_
#define LESSONS_04_DISPATCHER_SIGNAL_SLOT_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

namespace l04::detail {

class SlotList;

/// Any function pointer; the Signal that stored it knows the real type.
using AnyThunk = void (*)();

/// Room for a callable in a slot.
inline constexpr std::size_t kInlineSize = sizeof(void*);

/// One connected callable: a link of the ring, inside a Connection.
// [slot]
struct Slot {
  Slot* next = nullptr;      // the one connected after this one; the last one points at the first
  SlotList* list = nullptr;  // whose slot it is; null: not connected
  AnyThunk call = nullptr;   // called with `storage` and the arguments; null: a box is called
  alignas(void*) std::byte storage[kInlineSize] = {};  // the callable itself, or a Box*
};
// [slot]

/// A callable on the heap: one that does not fit into a slot, or that may change or refuse to be
/// copied. It lives until its slot has left and no call of it is running.
struct Box {
  Box(AnyThunk thunk, void* data) noexcept : call(thunk), callable(data) {}
  virtual ~Box() = default;
  Box(const Box&) = delete;
  Box& operator=(const Box&) = delete;

  AnyThunk call;               // called with `callable` and the arguments
  void* callable;              // the callable inside this box
  std::uint32_t users = 1;     // the slot, and the calls that are running
  Box* next = nullptr;         // chains boxes that wait for their destruction
  std::unique_ptr<Slot> kept;  // the slot itself, if its Connection has released it
};

/// One reference less for every box of the chain, or null. The last one destroys the callable,
/// which may run foreign code.
inline void Drop(Box* chain) noexcept {
  while (chain != nullptr) {
    Box* const box = std::exchange(chain, chain->next);
    if (--box->users == 0) delete box;
  }
}

/// Keeps a box alive while its callable runs.
class BoxUser {
 public:
  explicit BoxUser(Box& box) noexcept : box_(box) { ++box.users; }
  ~BoxUser() {
    if (--box_.users == 0) delete &box_;
  }
  BoxUser(const BoxUser&) = delete;
  BoxUser& operator=(const BoxUser&) = delete;
  Box* operator->() const noexcept { return &box_; }

 private:
  Box& box_;  // one of its users is this object
};

/// The box of a slot, which the slot owns; null if the callable is in the slot.
inline Box* BoxOf(const Slot& slot) noexcept {
  Box* box = nullptr;
  if (slot.call == nullptr) std::memcpy(&box, slot.storage, sizeof(void*));
  return box;
}

}  // namespace l04::detail

#endif  // LESSONS_04_DISPATCHER_SIGNAL_SLOT_H_
