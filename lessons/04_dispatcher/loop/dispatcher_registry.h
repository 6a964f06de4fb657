// Who is registered with a loop, by keys that are never used again. Lesson 04.
//
// A key is an index with a generation behind it: finding a dispatcher is one array access, and a
// key whose dispatcher has gone finds nobody, even if another one has moved into its place.
#ifndef LESSONS_04_DISPATCHER_LOOP_DISPATCHER_REGISTRY_H_
#define LESSONS_04_DISPATCHER_LOOP_DISPATCHER_REGISTRY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "04_dispatcher/loop/demultiplexer.h"
#include "04_dispatcher/loop/dispatcher.h"

namespace l04 {

/// The dispatchers of one loop, and what the system has been told about each. One thread. What
/// every event needs stands in the header, to be compiled into the loop.
class DispatcherRegistry {
 public:
  /// Gives the dispatcher a key. Returns false if it has one of this registry already.
  bool Add(Dispatcher* dispatcher);
  /// Takes the key back and returns it; kNoKey if the dispatcher is unknown here.
  DispatcherKey Remove(Dispatcher* dispatcher);
  /// The dispatcher with this key, or null.
  // [find]
  Dispatcher* Find(DispatcherKey key) const {
    const std::size_t index = PlaceOf(key);
    if (index >= places_.size() || places_[index].generation != GenerationOf(key)) return nullptr;
    return places_[index].dispatcher;
  }
  // [find]
  /// The key of a dispatcher, or kNoKey.
  DispatcherKey KeyOf(const Dispatcher* dispatcher) const {
    const std::size_t index = dispatcher->place_;
    if (!IsAt(dispatcher, index)) return kNoKey;
    return MakeKey(places_[index].generation, index);
  }
  /// True if nobody is registered.
  bool empty() const { return free_.size() == places_.size(); }

  /// Remembers that the wanted events of this dispatcher have changed, if so.
  void MarkChanged(const Dispatcher* dispatcher) {
    const std::size_t index = dispatcher->place_;
    if (!IsAt(dispatcher, index)) return;
    Place& place = places_[index];
    // Disarmed and armed again is the usual case, and then there is nothing to do.
    const bool told = place.mask == dispatcher->GetRequestedEvents() && !place.refused;
    if (place.changed || told) return;
    NoteChange(place, index);
  }
  /// Tells the system what has changed since the last call: one call for each dispatcher whose mask
  /// is another one now, however often it went to and fro. A dispatcher that the system refuses is
  /// appended to `*refused` with DE_CLOSE and the system's error code, once: the system is not
  /// asked again before the dispatcher has wanted nothing for a while.
  void TellChanges(Demultiplexer& demultiplexer, std::vector<ReadyEvent>* refused);

 private:
  struct Place {
    Dispatcher* dispatcher = nullptr;  // null: free
    std::uint32_t generation = 1;      // raised when the place is given back; 0 is never used
    std::uint8_t mask = 0;             // what the demultiplexer has been told
    bool changed = false;              // stands in changed_
    bool refused = false;              // the system does not take it; asked again after mask 0
  };

  static constexpr DispatcherKey MakeKey(std::uint32_t generation, std::size_t place) {
    return static_cast<DispatcherKey>(generation) << 32 | static_cast<std::uint32_t>(place);
  }
  static constexpr std::size_t PlaceOf(DispatcherKey key) {
    return static_cast<std::uint32_t>(key);
  }
  static constexpr std::uint32_t GenerationOf(DispatcherKey key) {
    return static_cast<std::uint32_t>(key >> 32);
  }
  bool IsAt(const Dispatcher* dispatcher, std::size_t index) const {
    return index < places_.size() && places_[index].dispatcher == dispatcher;
  }

  void NoteChange(Place& place, std::size_t index);

  std::vector<Place> places_;           // a key's low half is an index into it
  std::vector<std::uint32_t> free_;     // indices of free places
  std::vector<DispatcherKey> changed_;  // whose masks to compare; a member to keep its memory
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_DISPATCHER_REGISTRY_H_
