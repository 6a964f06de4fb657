// A signal whose slots may do anything to it while it calls them. Lesson 04's answer to the naive
// one.
//
// To fire a signal is to call its slots; one such walk along them is an emission. Four ideas, each
// against a bug of the naive signal:
//  * a list instead of a vector, and a cursor per emission: it points to the slot that is called
//    next, and stays valid while others connect and leave. When a slot is disconnected, every
//    cursor that points to it moves on. So nobody is skipped, also in an emission inside another;
//  * a call holds its function: a slot that disconnects itself keeps its data until it returns;
//  * numbers: a slot that was connected later than the emission began is not called by it;
//  * the list lives as long as anybody works on it: a slot may destroy the signal, and a connection
//    may outlive it.
//
// A little over 200 lines with its comments, on purpose: to be read in one sitting.
//
// What slots may do, and how long arguments live, says signal.h, where the same ideas take less
// memory: this one asks the heap for every connection, and looks at all slots to disconnect one.
// One thread.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_SAFE_SIGNAL_H_
#define LESSONS_04_DISPATCHER_SIGNAL_SAFE_SIGNAL_H_

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <utility>

#include "04_dispatcher/signal/argument.h"

namespace l04 {

// [safe-connection]
/// The link between a SafeSignal and one slot. Destroying it disconnects. Either side may die
/// first.
class [[nodiscard]] SafeConnection {
 public:
  /// What a connection needs to know of a signal.
  class Owner {
   public:
    virtual ~Owner() = default;
    /// Disconnects slot `id` if it is still there.
    virtual void Remove(std::uint64_t id) = 0;
    /// True while slot `id` is connected.
    virtual bool Has(std::uint64_t id) const = 0;
  };

  SafeConnection() noexcept = default;  ///< Connected to nothing.
  /// The link to slot `id` of `owner`, which it does not keep alive.
  SafeConnection(const std::shared_ptr<Owner>& owner, std::uint64_t id) : owner_(owner), id_(id) {}
  SafeConnection(SafeConnection&& other) noexcept = default;
  /// Ends its own link and takes over the other one.
  SafeConnection& operator=(SafeConnection&& other) noexcept {
    SafeConnection taken(std::move(other));  // first, so that it may be this very object
    std::swap(owner_, taken.owner_);
    std::swap(id_, taken.id_);
    return *this;  // `taken` now holds the old link, and disconnects it
  }
  ~SafeConnection() { disconnect(); }

  /// Ends the connection now. Harmless if it has ended already.
  void disconnect() noexcept {
    // Forgotten first: the callable that dies in Remove may own this very object. That is for a
    // call of disconnect(). Whoever destroys a connection must not keep it inside its own callable.
    const std::shared_ptr<Owner> owner = std::exchange(owner_, {}).lock();
    if (owner) owner->Remove(id_);
  }
  /// This object forgets the slot, which stays connected until disconnect_all() or the signal's
  /// end.
  void release() noexcept { owner_.reset(); }
  /// True while the signal lives and would call the slot.
  bool connected() const noexcept {
    const std::shared_ptr<Owner> owner = owner_.lock();
    return owner && owner->Has(id_);
  }

 private:
  std::weak_ptr<Owner> owner_;  // the signal's slots; expired: the signal is gone
  std::uint64_t id_ = 0;        // which slot of it
};
// [safe-connection]

/// Announces an event with arguments `Args...` to the slots that are connected.
// [safe]
template <typename... Args>
class SafeSignal {
 public:
  SafeSignal() : slots_(std::make_shared<Slots>()) {}
  ~SafeSignal() { disconnect_all(); }
  SafeSignal(const SafeSignal&) = delete;
  SafeSignal& operator=(const SafeSignal&) = delete;

  /// Connects any callable that takes `Args...`. Keep the result: dropping it disconnects.
  template <typename F>
  requires std::invocable<F&, const Args&...> SafeConnection connect(F callable) {
    // std::function wants callables that can be copied. A lambda that shares one can be.
    auto shared = std::make_shared<F>(std::move(callable));
    return slots_->Append([shared](const Args&... args) { std::invoke(*shared, args...); }, slots_);
  }
  /// Connects a member function: `signal.connect<&Receiver::OnEvent>(&receiver)`. The receiver must
  /// outlive the connection.
  template <auto Method, typename Receiver>
  requires std::invocable<decltype(Method), Receiver*, const Args&...> SafeConnection
  connect(Receiver* receiver) {
    return connect([receiver](const Args&... args) { std::invoke(Method, receiver, args...); });
  }
  /// Connects another signal: whenever this one fires, so does `next`, which must outlive the
  /// connection.
  SafeConnection connect(SafeSignal& next) {
    return connect([&next](const Args&... args) { next(args...); });
  }

  /// Ends all connections.
  void disconnect_all() noexcept {
    const std::shared_ptr<Slots> slots = slots_;  // a callable that dies may own the signal
    slots->RemoveAll();
  }
  /// True if an emission would call nobody.
  bool is_empty() const noexcept { return slots_->list.empty(); }

  /// Fires: calls every connected slot.
  void operator()(detail::Argument<Args>... args) const {
    const std::shared_ptr<Slots> slots = slots_;  // a slot may destroy the signal
    Cursor cursor(*slots);
    // Kept while it runs: a slot that disconnects itself may use its data to the end.
    while (const std::shared_ptr<Function> function = cursor.Next()) (*function)(args...);
  }

 private:
  using Function = std::function<void(const Args&...)>;
  struct Slot {
    std::uint64_t id;                    // grows with every connection
    std::shared_ptr<Function> function;  // what to call; shared with the calls that run
  };
  using List = std::list<Slot>;
  class Cursor;

  // Outlives the signal while an emission runs.
  struct Slots final : SafeConnection::Owner {
    SafeConnection Append(Function function, const std::shared_ptr<Slots>& self) {
      list.push_back({++last_id, std::make_shared<Function>(std::move(function))});
      return SafeConnection(std::shared_ptr<SafeConnection::Owner>(self), last_id);
    }
    typename List::const_iterator Find(std::uint64_t id) const {
      return std::find_if(list.begin(), list.end(),
                          [id](const Slot& slot) { return slot.id == id; });
    }
    bool Has(std::uint64_t id) const override { return Find(id) != list.end(); }
    void Remove(std::uint64_t id) override {
      const auto leaving = Find(id);
      if (leaving == list.end()) return;
      for (Cursor* cursor = innermost; cursor != nullptr; cursor = cursor->outer_) {
        if (cursor->next_ == leaving) ++cursor->next_;
      }
      // It dies when this function ends, with the list in order: its death may run code that comes
      // back to this list.
      List dying;
      dying.splice(dying.begin(), list, leaving);
    }
    void RemoveAll() {
      while (!list.empty())
        Remove(list.front().id);  // also what a callable that dies here connects
    }

    List list;                    // in the order of connection
    std::uint64_t last_id = 0;    // the newest slot's
    Cursor* innermost = nullptr;  // the emission that began last; the others follow by outer_
  };

  // One walk along the slots, on the stack of the emission.
  class Cursor {
   public:
    explicit Cursor(Slots& slots)
        : slots_(slots),
          next_(slots.list.cbegin()),
          newest_(slots.last_id),
          outer_(slots.innermost) {
      slots.innermost = this;
    }
    ~Cursor() { slots_.innermost = outer_; }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    // The next function, or null behind the last slot that was there at the beginning.
    std::shared_ptr<Function> Next() {
      if (next_ == slots_.list.cend() || next_->id > newest_) return nullptr;
      return (next_++)->function;
    }

   private:
    friend Slots;
    Slots& slots_;                        // where it walks
    typename List::const_iterator next_;  // the slot to call next
    const std::uint64_t newest_;          // slots with higher numbers came during this emission
    Cursor* const outer_;                 // the emission of this signal that runs around this one
  };

  std::shared_ptr<Slots> slots_;  // shared with running emissions, and weakly with connections
};
// [safe]

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SIGNAL_SAFE_SIGNAL_H_
