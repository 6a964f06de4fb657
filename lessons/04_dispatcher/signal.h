// Signal and slot: an object announces that something happened, and whoever asked is called.
//
// WebRTC's network layer spoke to its users through sigslot, a library with this idea. This class
// is a new one with the same use and without its traps: every row of "what may a slot do while the
// signal is firing" has an answer here. Lesson 04.
//
// Contract
//  * Slots run synchronously, on the emitting thread, in the order in which they were connected.
//  * A slot connected while the signal fires is first called by the next emission.
//  * A slot disconnected while the signal fires is not called any more, not even by this emission.
//  * A slot may emit the same signal again, destroy its own connection, or destroy the signal.
//  * An exception of a slot passes through; the remaining slots are not called.
//  * Single-threaded: connect, emit and disconnect on one thread. To reach another thread post a
//    task to its loop. A lock held while foreign code runs would invite deadlocks.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_H_
#define LESSONS_04_DISPATCHER_SIGNAL_H_

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace l04 {

namespace detail {

// What a Connection needs to know of a signal, whatever the signal's argument types.
class SignalStateBase {
 public:
  virtual ~SignalStateBase() = default;
  virtual void Disconnect(std::uint64_t id) noexcept = 0;
  virtual bool IsConnected(std::uint64_t id) const noexcept = 0;
};

}  // namespace detail

/// The link between a signal and one slot. Destroying it disconnects. Either side may die first.
///
/// A receiver keeps its connections as members, declared last: members die in reverse order, so the
/// slots are gone before anything that they use.
class [[nodiscard]] Connection {
 public:
  /// Connected to nothing.
  Connection() noexcept = default;
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { disconnect(); }

  /// Ends the connection now. Harmless if it has ended already.
  void disconnect() noexcept;
  /// Keeps the slot connected for as long as the signal lives; this object forgets it.
  void release() noexcept;
  /// True while the signal lives and would call the slot.
  bool connected() const noexcept;

 private:
  template <typename... Args>
  friend class Signal;
  Connection(std::weak_ptr<detail::SignalStateBase> state, std::uint64_t id) noexcept
      : state_(std::move(state)), id_(id) {}

  std::weak_ptr<detail::SignalStateBase> state_;  // empty or expired: nothing to disconnect
  std::uint64_t id_ = 0;                          // which slot of that signal
};

/// Announces an event with arguments `Args...` to the slots that are connected.
template <typename... Args>
class Signal {
 public:
  Signal() : state_(std::make_shared<State>()) {}
  /// A slot may destroy the signal while it fires: the slots that remain are not called.
  ~Signal() { state_->DisconnectAll(); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Connects any callable that takes `Args...`. Keep the result: dropping it disconnects.
  template <std::invocable<Args...> Slot>
  Connection connect(Slot slot) {
    return Connection(state_, state_->Add(std::move(slot)));
  }

  /// Connects a member function. `receiver` must outlive the connection.
  template <typename Receiver, typename Base>
  Connection connect(Receiver* receiver, void (Base::*method)(Args...)) {
    return connect(
        [receiver, method](Args... args) { (receiver->*method)(std::forward<Args>(args)...); });
  }

  /// Connects another signal: whenever this one fires, so does `next`, which must outlive the
  /// connection. A cycle of signals never ends.
  Connection connect(Signal& next) {
    return connect([&next](const Args&... args) { next(args...); });
  }

  /// Ends all connections.
  void disconnect_all() noexcept { state_->DisconnectAll(); }

  /// True if an emission would call nobody.
  bool is_empty() const noexcept { return state_->LiveSlots() == 0; }

  /// Fires: calls every connected slot.
  void operator()(const Args&... args) const {
    // A slot may destroy this Signal object. The local owner keeps the list of slots alive.
    const std::shared_ptr<State> state = state_;
    state->Emit(args...);
  }

 private:
  class State;
  std::shared_ptr<State> state_;  // shared with connections (weakly) and with running emissions
};

// The list of slots. Nothing is removed while an emission runs: a dead cell is only marked, so no
// index and no running function is ever invalidated.
template <typename... Args>
class Signal<Args...>::State final : public detail::SignalStateBase {
 public:
  std::uint64_t Add(std::function<void(const Args&...)> slot) {
    cells_.push_back(std::make_unique<Cell>(Cell{++last_id_, true, std::move(slot)}));
    ++live_;
    return last_id_;
  }

  // [emit]
  void Emit(const Args&... args) {
    const EmissionGuard guard(*this);
    // The size at entry: a slot that connects another one does not lengthen this emission.
    const std::size_t size = cells_.size();
    for (std::size_t i = 0; i < size; ++i) {
      Cell& cell = *cells_[i];  // cells are on the heap: they stay where they are when cells_ grows
      if (cell.alive) cell.slot(args...);
    }
  }
  // [emit]

  void Disconnect(std::uint64_t id) noexcept override {
    if (Cell* cell = Find(id)) Kill(*cell);
    Compact();
  }

  bool IsConnected(std::uint64_t id) const noexcept override { return Find(id) != nullptr; }

  void DisconnectAll() noexcept {
    for (const auto& cell : cells_) Kill(*cell);
    Compact();
  }

  std::size_t LiveSlots() const noexcept { return live_; }

 private:
  struct Cell {
    std::uint64_t id;                          // what a Connection remembers
    bool alive;                                // false: disconnected, waits to be removed
    std::function<void(const Args&...)> slot;  // what to call
  };

  // Counts the emissions that are running, nested ones too, and tidies up after the last one, also
  // when a slot throws.
  class EmissionGuard {
   public:
    explicit EmissionGuard(State& state) noexcept : state_(state) { ++state_.depth_; }
    ~EmissionGuard() {
      --state_.depth_;
      state_.Compact();
    }
    EmissionGuard(const EmissionGuard&) = delete;
    EmissionGuard& operator=(const EmissionGuard&) = delete;

   private:
    State& state_;  // the signal that fires
  };

  Cell* Find(std::uint64_t id) const noexcept {
    for (const auto& cell : cells_) {
      if (cell->id == id && cell->alive) return cell.get();
    }
    return nullptr;
  }

  void Kill(Cell& cell) noexcept {
    if (!cell.alive) return;
    cell.alive = false;
    --live_;
    ++dead_;
  }

  void Compact() noexcept {
    if (depth_ > 0 || dead_ == 0) return;
    dead_ = 0;
    // Destroying a slot may run foreign code that comes back here: so take the dead cells out of
    // the list first and let them die last.
    std::vector<std::unique_ptr<Cell>> removed;
    for (auto& cell : cells_) {
      if (!cell->alive) removed.push_back(std::move(cell));
    }
    std::erase(cells_, nullptr);
  }

  std::vector<std::unique_ptr<Cell>> cells_;  // in order of connection
  std::uint64_t last_id_ = 0;                 // ids are never reused
  std::size_t live_ = 0;                      // cells that would be called
  std::size_t dead_ = 0;                      // cells that wait to be removed
  int depth_ = 0;                             // emissions that are running
};

inline Connection::Connection(Connection&& other) noexcept
    : state_(std::exchange(other.state_, {})), id_(std::exchange(other.id_, 0)) {}

inline Connection& Connection::operator=(Connection&& other) noexcept {
  if (this != &other) {
    disconnect();
    state_ = std::exchange(other.state_, {});
    id_ = std::exchange(other.id_, 0);
  }
  return *this;
}

inline void Connection::disconnect() noexcept {
  // Forget first: disconnecting may destroy the slot, and the slot may own this very object.
  const auto state = std::exchange(state_, {}).lock();
  if (state) state->Disconnect(id_);
}

inline void Connection::release() noexcept {
  state_.reset();
}

inline bool Connection::connected() const noexcept {
  const auto state = state_.lock();
  return state && state->IsConnected(id_);
}

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SIGNAL_H_
