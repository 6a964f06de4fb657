// The handle table: a closed handle's value is used again soon, as on Windows.
#include "02_wsaeventselect/emulation/state.h"

#include <utility>

namespace l02 {

std::uintptr_t HandleTable::Store(Object object) {
  if (free_.empty()) {
    free_.push_back(objects_.size());
    objects_.emplace_back();
  }
  const std::size_t index = free_.back();
  free_.pop_back();
  objects_[index] = std::move(object);
  return 4 * (index + 1);
}

const HandleTable::Object* HandleTable::Find(std::uintptr_t handle) const {
  const std::size_t index = handle / 4 - 1;
  return handle % 4 == 0 && handle != 0 && index < objects_.size() ? &objects_[index] : nullptr;
}

std::shared_ptr<EmulatedEvent> HandleTable::FindEvent(std::uintptr_t handle) const {
  const Object* object = Find(handle);
  const auto* event = std::get_if<std::shared_ptr<EmulatedEvent>>(object);
  return event != nullptr ? *event : nullptr;
}

std::shared_ptr<EmulatedSocket> HandleTable::FindSocket(std::uintptr_t handle) const {
  const Object* object = Find(handle);
  const auto* socket = std::get_if<std::shared_ptr<EmulatedSocket>>(object);
  return socket != nullptr ? *socket : nullptr;
}

void HandleTable::Remove(std::uintptr_t handle) {
  const std::size_t index = handle / 4 - 1;
  objects_[index] = std::monostate();
  free_.push_back(index);
}

std::vector<std::uintptr_t> HandleTable::Sockets() const {
  std::vector<std::uintptr_t> handles;
  for (std::size_t index = 0; index < objects_.size(); ++index) {
    const std::uintptr_t handle = 4 * (index + 1);
    if (FindSocket(handle)) handles.push_back(handle);
  }
  return handles;
}

EmulationState& TheEmulation() {
  static EmulationState& state = *new EmulationState;
  return state;
}

Profile CurrentProfile() {
  EmulationState& state = TheEmulation();
  const std::lock_guard lock(state.mutex);
  return state.profile;
}

void SetProfile(const Profile& profile) {
  EmulationState& state = TheEmulation();
  const std::lock_guard lock(state.mutex);
  state.profile = profile;
}

}  // namespace l02
