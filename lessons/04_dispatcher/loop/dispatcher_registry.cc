// Keys out, keys in, and the comparison of masks.
#include "04_dispatcher/loop/dispatcher_registry.h"

namespace l04 {
bool DispatcherRegistry::Add(Dispatcher* dispatcher) {
  if (KeyOf(dispatcher) != kNoKey) return false;
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(places_.size()));
    places_.emplace_back();
  }
  const std::size_t index = free_.back();
  free_.pop_back();
  Place& place = places_[index];
  place = {dispatcher, place.generation, 0, false, false};
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

void DispatcherRegistry::NoteChange(Place& place, std::size_t index) {
  place.changed = true;
  changed_.push_back(MakeKey(place.generation, index));
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
    if (mask == 0) place.refused = false;
    // Disarmed and armed again: the system need not know. Refused: it would say so in every turn.
    if (mask == place.mask || place.refused) continue;
    const int error = demultiplexer.Set(key, dispatcher->GetHandle(), mask);
    if (error == 0) {
      place.mask = static_cast<std::uint8_t>(mask);
    } else {
      place.refused = true;
      refused->push_back({key, DE_CLOSE, error});  // its user must hear that it is deaf
    }
  }
  changed_.clear();
}
// [tell-changes]

}  // namespace l04
