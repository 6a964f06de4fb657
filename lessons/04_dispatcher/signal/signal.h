// Signal and slot: an object announces that something happened, and whoever asked is called.
//
// WebRTC's network layer spoke to its users through sigslot, a library with this idea. This class
// is a new one with the same use and without its traps: every row of "what may a slot do while the
// signal is firing" has an answer here. naive_signal.h is where one would begin, safe_signal.h is
// the same contract for reading; this is the compact form, which the sockets use. Lesson 04.
//
// Contract
//  * Slots run synchronously, on the emitting thread, in the order in which they were connected.
//  * A slot connected while the signal fires is first called by the next emission.
//  * A slot disconnected while the signal fires is not called any more, not even by this emission.
//  * A slot may emit the same signal again, destroy its own connection, or destroy the signal.
//  * An exception of a slot passes through; the remaining slots are not called.
//  * Single-threaded: connect, emit and disconnect on one thread. To reach another thread post a
//    task to its loop. A lock held while foreign code runs would invite deadlocks.
//  * An emission allocates nothing and costs one indirect call per slot. A signal is one pointer.
//  * Arguments: what fits into two registers and is copied byte by byte (a pointer, a number) is
//    copied before the first slot runs, so every slot gets the same value. Anything else is handed
//    on by reference: whoever emits keeps it alive and unchanged until the emission ends. A member
//    of the object that emits is the wrong thing to hand on: a slot may change or destroy it.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_SIGNAL_H_
#define LESSONS_04_DISPATCHER_SIGNAL_SIGNAL_H_

#include <concepts>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "04_dispatcher/signal/argument.h"
#include "04_dispatcher/signal/connection.h"
#include "04_dispatcher/signal/slot.h"
#include "04_dispatcher/signal/slot_list.h"

namespace l04 {

namespace detail {

// A callable fits into a slot if it may be copied byte by byte and a call cannot change it: then a
// call can work on a copy, and the slot may move or die meanwhile.
template <typename F, typename... Args>
consteval bool FitsInline() {
  if (sizeof(F) > kInlineSize) return false;
  if (alignof(F) > alignof(void*)) return false;
  if (!std::is_trivially_copyable_v<F> || !std::is_copy_constructible_v<F>) return false;
  return std::invocable<const F&, const Args&...>;
}

// How to call an F: captureless functions whose addresses a slot keeps.
// [thunks]
template <typename F, typename... Args>
struct Thunks {
  struct BoxOfF final : Box {
    explicit BoxOfF(F&& moved)
        : Box(reinterpret_cast<AnyThunk>(&CallBoxed), &callable), callable(std::move(moved)) {}
    F callable;  // whatever it is, it never moves
  };

  static void CallInline(void* storage, const Args&... args) {
    // The copy lives in registers: this very call may move or destroy the original.
    const F callable(*std::launder(static_cast<const F*>(storage)));
    std::invoke(callable, args...);
  }

  static void CallBoxed(void* callable, const Args&... args) {
    std::invoke(*static_cast<F*>(callable), args...);
  }

  static Slot Make(F&& callable) {
    Slot slot;
    if constexpr (FitsInline<F, Args...>()) {
      slot.call = reinterpret_cast<AnyThunk>(&CallInline);
      ::new (slot.storage) F(std::move(callable));
    } else {
      Box* const box = new BoxOfF(std::move(callable));
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
  ~Signal() = default;
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Connects any callable that takes `Args...`. Keep the result: dropping it disconnects. A
  /// callable of one pointer is kept in the Connection, others on the heap. @throws std::bad_alloc.
  template <typename F>
  requires std::invocable<F&, const Args&...> Connection connect(F callable) {
    return Connection(slots_, detail::Thunks<F, Args...>::Make(std::move(callable)));
  }

  /// Connects a member function: `signal.connect<&Receiver::OnEvent>(&receiver)`. `receiver` must
  /// outlive the connection.
  template <auto Method, typename Receiver>
  requires std::invocable<decltype(Method), Receiver*, const Args&...> Connection
  connect(Receiver* receiver) {
    return connect([receiver](const Args&... args) { std::invoke(Method, receiver, args...); });
  }

  /// Connects another signal: whenever this one fires, so does `next`, which must outlive the
  /// connection. A cycle of signals never ends.
  Connection connect(Signal& next) {
    return connect([&next](const Args&... args) { next(args...); });
  }

  /// Ends all connections.
  void disconnect_all() noexcept { slots_.RemoveAll(); }

  /// True if an emission would call nobody.
  bool is_empty() const noexcept { return slots_.empty(); }
  /// For the owner of the signal, who has something to tell and finds nobody: tells `waiter` when
  /// the next slot is connected, once. Ignored unless the signal is empty. `waiter` must live as
  /// long as the signal.
  void WaitForSlot(detail::SlotWaiter& waiter) noexcept { slots_.WaitForSlot(waiter); }

  /// Fires: calls every connected slot.
  // [emit]
  void operator()(detail::Argument<Args>... args) const {
    detail::Slot* const last = slots_.last();
    if (last == nullptr) return;
    if (last->next != last) return CallAll(args...);
    // One slot, the usual case. What it does to the signal does not matter: nothing follows.
    [[maybe_unused]] const detail::LoneEmission emission(slots_);
    Call(*last, args...);
  }
  // [emit]

 private:
  // [call-all]
  void CallAll(const Args&... args) const {
    detail::Emission emission(slots_);
    while (detail::Slot* const slot = emission.Next()) Call(*slot, args...);
  }
  // [call-all]

  static void Call(const detail::Slot& slot, const Args&... args) {
    using Thunk = void (*)(void*, const Args&...);
    if (slot.call != nullptr) [[likely]] {
      reinterpret_cast<Thunk>(slot.call)(const_cast<std::byte*>(slot.storage), args...);
    } else {
      const detail::BoxUser box(*detail::BoxOf(slot));
      reinterpret_cast<Thunk>(box->call)(box->callable, args...);
    }
  }

  mutable detail::SlotList slots_;  // an emission of a const Signal may change it
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SIGNAL_SIGNAL_H_
