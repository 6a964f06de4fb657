// The list behind a Signal: slots side by side in one array, and the rules for changing it while it
// is being walked. It knows no argument types, so it is compiled once. Lesson 04.
//
// Contract
//  * One allocation for the list and its first slot; more slots move to an array that doubles. A
//    slot itself is a function pointer and 24 bytes: no object on the heap for a member function or
//    a small lambda.
//  * While an emission runs nothing is removed, only marked. The last emission to end tidies up.
//  * It is counted by those who refer to it (the signal, its connections) without atomics: one
//    thread at a time. A debug build aborts if a second thread comes in the middle of an emission.
#ifndef LESSONS_04_DISPATCHER_SLOT_LIST_H_
#define LESSONS_04_DISPATCHER_SLOT_LIST_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace l04::detail {

#ifdef NDEBUG
inline constexpr bool kDebugChecks = false;
#else
inline constexpr bool kDebugChecks = true;  ///< Checks that a release build leaves out.
#endif

/// A number for the calling thread, never 0 and never used again.
std::uint32_t CurrentThreadNumber() noexcept;

/// Any function pointer; the Signal that stored it knows the real type.
using AnyThunk = void (*)();

/// A callable that is too large for a slot, or that may change or refuse to be copied.
struct BoxBase {
  virtual ~BoxBase() = default;
  BoxBase* next = nullptr;  // chains boxes that wait for their destruction
};

/// Room in a slot: an object pointer and a pointer to member.
inline constexpr std::size_t kInlineSize = 3 * sizeof(void*);
/// How a slot's room is aligned.
inline constexpr std::size_t kInlineAlignment = alignof(void*);

/// One connected callable. Copied byte by byte when the array grows or is tidied.
// [slot]
struct Slot {
  AnyThunk call;            // called with `storage` and the arguments; null: disconnected
  std::uint64_t id : 63;    // what a Connection remembers; ascending, never reused
  std::uint64_t boxed : 1;  // `storage` holds a BoxBase*, which this slot owns
  alignas(void*) std::byte storage[kInlineSize];  // the callable itself, or the pointer to its box
};
// [slot]

/// The box of a slot whose `boxed` is set.
inline BoxBase* BoxOf(const std::byte* storage) noexcept {
  BoxBase* box = nullptr;
  std::memcpy(&box, storage, sizeof(void*));
  return box;
}

/// The slots of one signal. Made by the first connect; deletes itself when nobody refers to it.
class SlotList {
 public:
  /// One walk along the list. Nested walks are counted, and the last one tidies up.
  class Emission {
   public:
    explicit Emission(SlotList& list) noexcept
        : list_(list), size_(list.size_), depth_(list.depth_) {
      if constexpr (kDebugChecks) list_.EnterThread();
      list_.depth_ = depth_ + 1;
    }
    ~Emission() {
      list_.depth_ = depth_;
      if (depth_ == 0 && list_.dirty_) list_.Tidy();
    }
    Emission(const Emission&) = delete;
    Emission& operator=(const Emission&) = delete;

    /// How many slots there were at the beginning: later ones wait for the next emission.
    std::uint32_t size() const noexcept { return size_; }

   private:
    SlotList& list_;       // kept alive by its depth_, even if a slot destroys the signal
    std::uint32_t size_;   // see size()
    std::uint32_t depth_;  // emissions around this one
  };

  /// Referred to once, by the signal.
  SlotList() noexcept = default;
  SlotList(const SlotList&) = delete;
  SlotList& operator=(const SlotList&) = delete;

  /// Somebody else refers to this list now.
  void Ref() noexcept { ++refs_; }
  /// One reference less. The last one deletes the list.
  void Unref() noexcept;

  /// Appends a slot, gives it an id and returns the id. Takes over the slot's box also if it throws
  /// std::bad_alloc.
  std::uint64_t Add(Slot slot);
  /// Disconnects the slot with this id; harmless if it is gone.
  void Disconnect(std::uint64_t id) noexcept;
  /// Disconnects all slots.
  void DisconnectAll() noexcept;
  /// True if the slot would be called.
  bool IsConnected(std::uint64_t id) const noexcept { return Find(id) != nullptr; }

  /// How many slots an emission would call.
  std::uint32_t live() const noexcept { return size_ - dead_; }
  /// Slot `i`. Ask again after every call of a slot: connecting may move the array.
  const Slot& at(std::uint32_t i) const noexcept { return slots_[i]; }

 private:
  ~SlotList();
  void EnterThread() noexcept;
  void CheckThread() const noexcept;
  bool Grow() noexcept;
  Slot* Find(std::uint64_t id) const noexcept;
  void Kill(Slot& slot) noexcept;
  void Tidy() noexcept;
  BoxBase* RemoveDead() noexcept;

  Slot* slots_ = &first_;       // the array: first_ or on the heap
  std::uint64_t last_id_ = 0;   // the id given last
  std::uint32_t size_ = 0;      // slots in the array, dead ones too
  std::uint32_t capacity_ = 1;  // room in the array
  std::uint32_t dead_ = 0;      // slots that wait to be removed
  std::uint32_t refs_ = 1;      // the signal and its connections
  std::uint32_t thread_ = 0;    // who runs the emission; only kept in debug builds
  std::uint32_t depth_ = 0;     // emissions that are running, nested ones too
  bool dirty_ = false;          // the last emission to end has something to tidy up
  Slot first_;                  // nearly every signal has one slot: it needs no second allocation
};

}  // namespace l04::detail

#endif  // LESSONS_04_DISPATCHER_SLOT_LIST_H_
