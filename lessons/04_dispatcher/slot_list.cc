// Changing the list of slots, also in the middle of an emission.
#include "04_dispatcher/slot_list.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace l04::detail {

std::uint32_t CurrentThreadNumber() noexcept {
  static std::atomic<std::uint32_t> last{0};
  thread_local const std::uint32_t number = ++last;
  return number;
}

SlotList::~SlotList() {
  if (slots_ != &first_) delete[] slots_;
}

// Not "the thread that made the signal": a loop may be set up on one thread and run on another.
// Two threads in one emission are wrong in every case.
void SlotList::EnterThread() noexcept {
  if (depth_ == 0) thread_ = CurrentThreadNumber();
  CheckThread();
}

void SlotList::CheckThread() const noexcept {
  if (!kDebugChecks || depth_ == 0 || thread_ == CurrentThreadNumber()) return;
  std::fputs(
      "Signal: used on a second thread while it fires on another one. A Signal belongs to one "
      "thread at a time: post a task to the loop instead\n",
      stderr);
  std::abort();
}

void SlotList::Unref() noexcept {
  CheckThread();
  if (--refs_ > 0) return;
  if (depth_ > 0) {
    dirty_ = true;  // the emission still walks along the array: it deletes the list at its end
  } else {
    delete this;
  }
}

std::uint64_t SlotList::Add(Slot slot) {
  CheckThread();
  if (size_ == capacity_ && !Grow()) {
    if (slot.boxed != 0) delete BoxOf(slot.storage);
    throw std::bad_alloc();
  }
  slot.id = ++last_id_ & ~(std::uint64_t{1} << 63);
  slots_[size_++] = slot;
  return last_id_;
}

// Slots may move although one of them is running: a thunk works on a copy of the small callable
// that it made before the call, and a large one sits in its box.
bool SlotList::Grow() noexcept {
  const std::uint32_t capacity = 2 * capacity_;
  Slot* const grown = new (std::nothrow) Slot[capacity];
  if (grown == nullptr) return false;
  std::copy_n(slots_, size_, grown);
  if (slots_ != &first_) delete[] slots_;
  slots_ = grown;
  capacity_ = capacity;
  return true;
}

// Ids ascend along the array, so a signal with many slots is searched in a few steps.
Slot* SlotList::Find(std::uint64_t id) const noexcept {
  Slot* const end = slots_ + size_;
  Slot* const found = std::lower_bound(
      slots_, end, id, [](const Slot& s, std::uint64_t value) { return s.id < value; });
  return found != end && found->id == id && found->call != nullptr ? found : nullptr;
}

void SlotList::Disconnect(std::uint64_t id) noexcept {
  CheckThread();
  if (Slot* const slot = Find(id)) Kill(*slot);
  if (depth_ == 0 && dirty_) Tidy();
}

void SlotList::DisconnectAll() noexcept {
  CheckThread();
  for (std::uint32_t i = 0; i < size_; ++i) Kill(slots_[i]);
  if (depth_ == 0 && dirty_) Tidy();
}

// The callable stays where it is: it may be the one that is running.
void SlotList::Kill(Slot& slot) noexcept {
  if (slot.call == nullptr) return;
  slot.call = nullptr;
  ++dead_;
  dirty_ = true;
}

// [tidy]
// Destroying a callable may run foreign code, which may come back to this very list. So the array
// is in order, and this object perhaps gone, before the first one dies.
void SlotList::Tidy() noexcept {
  dirty_ = false;
  BoxBase* box = RemoveDead();
  if (refs_ == 0) delete this;
  while (box != nullptr) {
    const std::unique_ptr<BoxBase> dying(box);
    box = box->next;
  }
}
// [tidy]

BoxBase* SlotList::RemoveDead() noexcept {
  BoxBase* boxes = nullptr;
  const auto dead = [&boxes](const Slot& slot) {
    if (slot.call != nullptr) return false;
    if (slot.boxed != 0) {
      BoxBase* const box = BoxOf(slot.storage);
      box->next = std::exchange(boxes, box);
    }
    return true;
  };
  size_ = static_cast<std::uint32_t>(std::remove_if(slots_, slots_ + size_, dead) - slots_);
  dead_ = 0;
  return boxes;
}

}  // namespace l04::detail
