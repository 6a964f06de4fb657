// Signal and slot: an object announces that something happened, and whoever asked is called.
//
// WebRTC's network layer spoke to its users through sigslot, a library with this idea. This class
// is a new one with the same use and without its traps: every row of "what may a slot do while the
// signal is firing" has an answer here. naive_signal.h is where one would begin. Lesson 04.
//
// Contract
//  * Slots run synchronously, on the emitting thread, in the order in which they were connected.
//  * A slot connected while the signal fires is first called by the next emission.
//  * A slot disconnected while the signal fires is not called any more, not even by this emission.
//  * A slot may emit the same signal again, destroy its own connection, or destroy the signal.
//  * An exception of a slot passes through; the remaining slots are not called.
//  * Single-threaded: connect, emit and disconnect on one thread. To reach another thread post a
//    task to its loop. A lock held while foreign code runs would invite deadlocks.
//  * An emission allocates nothing and costs one indirect call per slot. A signal without slots is
//    one null pointer.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_H_
#define LESSONS_04_DISPATCHER_SIGNAL_H_

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "04_dispatcher/connection.h"
#include "04_dispatcher/slot_list.h"

namespace l04 {

namespace detail {

// A callable fits into a slot if it may be copied byte by byte and a call cannot change it: then a
// call can work on a copy, and the slot may move meanwhile.
template <typename F, typename... Args>
consteval bool FitsInline() {
  if (sizeof(F) > kInlineSize) return false;
  if (alignof(F) > kInlineAlignment) return false;
  if (!std::is_trivially_copyable_v<F> || !std::is_copy_constructible_v<F>) return false;
  return std::invocable<const F&, const Args&...>;
}

// How to call an F: captureless functions whose addresses a slot keeps.
// [thunks]
template <typename F, typename... Args>
struct Thunks {
  using Call = void (*)(const std::byte*, const Args&...);

  struct Box final : BoxBase {
    explicit Box(F&& moved) : callable(std::move(moved)) {}
    F callable;  // whatever it is, it never moves
  };

  static void CallInline(const std::byte* storage, const Args&... args) {
    // The copy lives in registers. The original may move away when this very call connects a slot.
    const F callable(*std::launder(reinterpret_cast<const F*>(storage)));
    std::invoke(callable, args...);
  }

  static void CallBoxed(const std::byte* storage, const Args&... args) {
    std::invoke(static_cast<Box*>(BoxOf(storage))->callable, args...);
  }

  static Slot Make(F&& callable) {
    Slot slot{};
    if constexpr (FitsInline<F, Args...>()) {
      slot.call = reinterpret_cast<AnyThunk>(&CallInline);
      ::new (slot.storage) F(std::move(callable));
    } else {
      slot.call = reinterpret_cast<AnyThunk>(&CallBoxed);
      slot.boxed = 1;
      BoxBase* const box = new Box(std::move(callable));
      std::memcpy(slot.storage, &box, sizeof(void*));
    }
    return slot;
  }
};
// [thunks]

}  // namespace detail

/// Announces an event with arguments `Args...` to the slots that are connected.
template <typename... Args>
class Signal {
 public:
  /// No slots, no memory.
  Signal() noexcept = default;
  /// A slot may destroy the signal while it fires: the slots that remain are not called.
  ~Signal() {
    if (list_ == nullptr) return;
    list_->DisconnectAll();
    list_->Unref();
  }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Connects any callable that takes `Args...`. Keep the result: dropping it disconnects.
  template <typename F>
  requires std::invocable<F&, const Args&...> Connection connect(F callable) {
    if (list_ == nullptr) list_ = new detail::SlotList;
    const std::uint64_t id = list_->Add(detail::Thunks<F, Args...>::Make(std::move(callable)));
    return Connection(*list_, id);
  }

  /// Connects a member function. `receiver` must outlive the connection.
  template <typename Receiver, typename Method>
  requires std::invocable<Method, Receiver*, const Args&...> Connection connect(Receiver* receiver,
                                                                                Method method) {
    return connect(
        [receiver, method](const Args&... args) { std::invoke(method, receiver, args...); });
  }

  /// Connects another signal: whenever this one fires, so does `next`, which must outlive the
  /// connection. A cycle of signals never ends.
  Connection connect(Signal& next) {
    return connect([&next](const Args&... args) { next(args...); });
  }

  /// Ends all connections.
  void disconnect_all() noexcept {
    if (list_ != nullptr) list_->DisconnectAll();
  }

  /// True if an emission would call nobody.
  bool is_empty() const noexcept { return list_ == nullptr || list_->live() == 0; }

  /// Fires: calls every connected slot.
  // [emit]
  void operator()(const Args&... args) const {
    if (list_ == nullptr) return;
    using Call = void (*)(const std::byte*, const Args&...);
    // A slot may destroy this Signal object, so the loop never looks at a member again. The list
    // lives until the emission has ended.
    const detail::SlotList& list = *list_;
    const detail::SlotList::Emission emission(*list_);
    for (std::uint32_t i = 0; i < emission.size(); ++i) {
      const detail::Slot& slot = list.at(i);
      if (slot.call == nullptr) continue;  // disconnected, perhaps by the slot before this one
      reinterpret_cast<Call>(slot.call)(slot.storage, args...);
    }
  }
  // [emit]

 private:
  detail::SlotList* list_ = nullptr;  // null until the first connect
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SIGNAL_H_
