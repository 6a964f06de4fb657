// Changing the ring of slots, also in the middle of an emission.
#include "04_dispatcher/signal/slot_list.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace l04::detail {
namespace {

// An inline callable that has moved to the heap.
struct BoxOfInline final : Box {
  explicit BoxOfInline(const Slot& slot) noexcept : Box(slot.call, storage) {
    std::memcpy(storage, slot.storage, kInlineSize);
  }
  alignas(void*) std::byte storage[kInlineSize];  // what the slot had
};

}  // namespace

constinit thread_local Emission* Emission::innermost = nullptr;

SlotList::~SlotList() {
  while (last() != nullptr) RemoveAll();  // again if a dying callable has connected something
  for (Emission* emission = Emission::innermost; emission != nullptr; emission = emission->outer_) {
    if (emission->list_ == this) emission->list_ = nullptr;
  }
}

void SlotList::Append(Slot& slot) noexcept {
  CheckThread();
  slot.list = this;
  Slot* const before = last();
  slot.next = before == nullptr ? &slot : std::exchange(before->next, &slot);
  auto* const waiter =
      reinterpret_cast<SlotWaiter*>(before == nullptr ? last_ & ~(kEmpty | kFiring) : 0);
  SetLast(&slot);
  if (waiter != nullptr) waiter->OnSlotConnected();
}

void SlotList::WaitForSlot(SlotWaiter& waiter) noexcept {
  if (empty()) last_ = reinterpret_cast<std::uintptr_t>(&waiter) | kEmpty | (last_ & kFiring);
}

// The walk begins at the last slot, whose `next` is the first: the oldest slot is found at once.
Slot& SlotList::Before(const Slot& slot) const noexcept {
  Slot* before = last();
  while (before->next != &slot) before = before->next;
  return *before;
}

// [remove]
Box* SlotList::Remove(Slot& slot) noexcept {
  CheckThread();
  Slot& before = Before(slot);
  for (Emission* emission = Emission::innermost; emission != nullptr; emission = emission->outer_) {
    if (emission->next_ == &slot) emission->Next();
    if (emission->last_ == &slot) emission->last_ = &before;
  }
  before.next = slot.next;
  if (last() == &slot) SetLast(&before == &slot ? nullptr : &before);
  slot.list = nullptr;
  return BoxOf(slot);
}
// [remove]

void SlotList::RemoveAll() noexcept {
  CheckThread();
  for (Emission* emission = Emission::innermost; emission != nullptr; emission = emission->outer_) {
    if (emission->list_ == this) emission->next_ = nullptr;
  }
  Slot* const end = last();
  SetLast(nullptr);
  Box* boxes = nullptr;
  for (Slot* slot = end; slot != nullptr;) {
    Slot* const next = slot->next == end ? nullptr : slot->next;
    slot->list = nullptr;
    if (Box* const box = BoxOf(*slot)) box->next = std::exchange(boxes, box);
    slot = next;
  }
  Drop(boxes);  // last, since it may run foreign code that comes back to this list or destroys it
}

void SlotList::Replace(Slot& slot, Slot& heir) noexcept {
  CheckThread();
  Slot& before = Before(slot);
  for (Emission* emission = Emission::innermost; emission != nullptr; emission = emission->outer_) {
    if (emission->next_ == &slot) emission->next_ = &heir;
    if (emission->last_ == &slot) emission->last_ = &heir;
  }
  before.next = &heir;
  heir = slot;  // also if `slot` is alone: then it is `before`, and its `next` is the heir already
  if (last() == &slot) SetLast(&heir);
  slot.list = nullptr;
}

void SlotList::Keep(Slot& slot) {
  Box* box = BoxOf(slot);
  if (box == nullptr) {
    box = new BoxOfInline(slot);
    slot.call = nullptr;
    std::memcpy(slot.storage, &box, sizeof(void*));
  }
  box->kept = std::make_unique<Slot>();
  Replace(slot, *box->kept);
}

// Not "the thread that made the signal": a loop may be set up on one thread and run on another. Two
// threads in one emission are wrong in every case.
void SlotList::CheckThread() const noexcept {
  if (!kDebugChecks || !firing()) return;
  for (const Emission* emission = Emission::innermost; emission != nullptr;
       emission = emission->outer_) {
    if (emission->list_ == this) return;
  }
  std::fputs(
      "Signal: used on a second thread while it fires on another one. A Signal belongs to one "
      "thread at a time: post a task to the loop instead\n",
      stderr);
  std::abort();
}

void SlotList::BeginFiring() noexcept {
  CheckThread();
  last_ |= kFiring;
}

void Emission::EndFiring() const noexcept {
  if (list_ == nullptr) return;
  for (const Emission* emission = innermost; emission != nullptr; emission = emission->outer_) {
    if (emission->list_ == list_) return;
  }
  list_->last_ &= ~SlotList::kFiring;
}

}  // namespace l04::detail
