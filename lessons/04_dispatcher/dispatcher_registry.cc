// Keys out, keys in, and the comparison of masks.
#include "04_dispatcher/dispatcher_registry.h"

#include <utility>

namespace l04 {
namespace {

constexpr DispatcherKey MakeKey(std::uint32_t generation, std::size_t place) {
  return static_cast<DispatcherKey>(generation) << 32 | static_cast<std::uint32_t>(place);
}
constexpr std::size_t PlaceOf(DispatcherKey key) {
  return static_cast<std::uint32_t>(key);
}
constexpr std::uint32_t GenerationOf(DispatcherKey key) {
  return static_cast<std::uint32_t>(key >> 32);
}

}  // namespace

bool DispatcherRegistry::Add(Dispatcher* dispatcher) {
  if (KeyOf(dispatcher) != kNoKey) return false;
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(places_.size()));
    places_.emplace_back();
  }
  const std::size_t index = free_.back();
  free_.pop_back();
  Place& place = places_[index];
  place = {dispatcher, place.generation, 0, false};
  dispatcher->place_ = static_cast<std::uint32_t>(index);
  MarkChanged(dispatcher);
  return true;
}

DispatcherKey DispatcherRegistry::Remove(Dispatcher* dispatcher) {
  const DispatcherKey key = KeyOf(dispatcher);
  if (key == kNoKey) return kNoKey;
  Place& place = places_[PlaceOf(key)];
  place.dispatcher = nullptr;
  if (++place.generation == 0) place.generation = 1;
  free_.push_back(static_cast<std::uint32_t>(PlaceOf(key)));
  return key;
}

// [find]
Dispatcher* DispatcherRegistry::Find(DispatcherKey key) const {
  const std::size_t index = PlaceOf(key);
  if (index >= places_.size() || places_[index].generation != GenerationOf(key)) return nullptr;
  return places_[index].dispatcher;
}
// [find]

DispatcherKey DispatcherRegistry::KeyOf(const Dispatcher* dispatcher) const {
  const std::size_t index = dispatcher->place_;
  if (index >= places_.size() || places_[index].dispatcher != dispatcher) return kNoKey;
  return MakeKey(places_[index].generation, index);
}

void DispatcherRegistry::MarkChanged(const Dispatcher* dispatcher) {
  const DispatcherKey key = KeyOf(dispatcher);
  if (key == kNoKey || places_[PlaceOf(key)].changed) return;
  places_[PlaceOf(key)].changed = true;
  changed_.push_back(key);
}

// [tell-changes]
void DispatcherRegistry::TellChanges(Demultiplexer& demultiplexer,
                                     std::vector<ReadyEvent>* refused) {
  for (const DispatcherKey key : changed_) {
    const Dispatcher* const dispatcher = Find(key);
    if (dispatcher == nullptr) continue;  // removed since
    Place& place = places_[PlaceOf(key)];
    place.changed = false;
    const std::uint32_t mask = dispatcher->GetRequestedEvents();
    if (mask == place.mask) continue;  // disarmed and armed again: the system need not know
    const int error = demultiplexer.Set(key, dispatcher->GetHandle(), mask);
    if (error == 0) {
      place.mask = static_cast<std::uint8_t>(mask);
    } else {
      refused->push_back({key, DE_CLOSE, error});  // its user must hear that it is deaf
    }
  }
  changed_.clear();
}
// [tell-changes]

}  // namespace l04
