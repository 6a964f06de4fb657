// Who is registered with a loop, by keys that are never used again. Lesson 04.
//
// A key is an index with a generation behind it: finding a dispatcher is one array access, and a
// key whose dispatcher has gone finds nobody, even if another one has moved into its place.
#ifndef LESSONS_04_DISPATCHER_DISPATCHER_REGISTRY_H_
#define LESSONS_04_DISPATCHER_DISPATCHER_REGISTRY_H_

#include <cstdint>
#include <vector>

#include "04_dispatcher/demultiplexer.h"
#include "04_dispatcher/dispatcher.h"

namespace l04 {

/// The dispatchers of one loop, and what the system has been told about each. One thread.
class DispatcherRegistry {
 public:
  /// Gives the dispatcher a key. Returns false if it has one of this registry already.
  bool Add(Dispatcher* dispatcher);
  /// Takes the key back and returns it; kNoKey if the dispatcher is unknown here.
  DispatcherKey Remove(Dispatcher* dispatcher);
  /// The dispatcher with this key, or null.
  Dispatcher* Find(DispatcherKey key) const;
  /// The key of a dispatcher, or kNoKey.
  DispatcherKey KeyOf(const Dispatcher* dispatcher) const;
  /// True if nobody is registered.
  bool empty() const { return free_.size() == places_.size(); }

  /// Remembers that the wanted events of this dispatcher may have changed.
  void MarkChanged(const Dispatcher* dispatcher);
  /// Tells the system what has changed since the last call: one call for each dispatcher whose mask
  /// is another one now, however often it went to and fro. A dispatcher that the system refuses is
  /// appended to `*refused` with DE_CLOSE and the system's error code.
  void TellChanges(Demultiplexer& demultiplexer, std::vector<ReadyEvent>* refused);

 private:
  struct Place {
    Dispatcher* dispatcher = nullptr;  // null: free
    std::uint32_t generation = 1;      // raised when the place is given back; 0 is never used
    std::uint8_t mask = 0;             // what the demultiplexer has been told
    bool changed = false;              // stands in changed_
  };

  std::vector<Place> places_;           // a key's low half is an index into it
  std::vector<std::uint32_t> free_;     // indices of free places
  std::vector<DispatcherKey> changed_;  // whose masks to compare; a member to keep its memory
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_DISPATCHER_REGISTRY_H_
