// What connecting a slot to a signal gives: the right, and the duty, to disconnect it. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_CONNECTION_H_
#define LESSONS_04_DISPATCHER_CONNECTION_H_

#include <cstdint>
#include <utility>

#include "04_dispatcher/slot_list.h"

namespace l04 {

/// The link between a signal and one slot. Destroying it disconnects. Either side may die first.
///
/// A receiver keeps its connections as members, declared last: members die in reverse order, so the
/// slots are gone before anything that they use.
class [[nodiscard]] Connection {
 public:
  /// Connected to nothing.
  Connection() noexcept = default;
  /// Takes over the link.
  Connection(Connection&& other) noexcept
      : list_(std::exchange(other.list_, nullptr)), id_(other.id_) {}
  /// Ends its own link and takes over the other one.
  Connection& operator=(Connection&& other) noexcept {
    if (this != &other) {
      disconnect();
      list_ = std::exchange(other.list_, nullptr);
      id_ = other.id_;
    }
    return *this;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { disconnect(); }

  /// Ends the connection now. Harmless if it has ended already.
  void disconnect() noexcept {
    // Forget first: disconnecting may destroy the slot, and the slot may own this very object.
    detail::SlotList* const list = std::exchange(list_, nullptr);
    if (list == nullptr) return;
    list->Disconnect(id_);
    list->Unref();
  }
  /// Keeps the slot connected for as long as the signal lives; this object forgets it.
  void release() noexcept {
    if (detail::SlotList* const list = std::exchange(list_, nullptr)) list->Unref();
  }
  /// True while the signal lives and would call the slot.
  bool connected() const noexcept { return list_ != nullptr && list_->IsConnected(id_); }

 private:
  template <typename... Args>
  friend class Signal;
  Connection(detail::SlotList& list, std::uint64_t id) noexcept : list_(&list), id_(id) {
    list.Ref();
  }

  detail::SlotList* list_ = nullptr;  // the signal's list, kept alive by this object; null: no link
  std::uint64_t id_ = 0;              // which slot of that list
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_CONNECTION_H_
