// Waiting by WSAEventSelect. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_BACKENDS_WSA_DEMULTIPLEXER_H_
#define LESSONS_04_DISPATCHER_BACKENDS_WSA_DEMULTIPLEXER_H_

#include <vector>

#include "02_wsaeventselect/servers/counted_calls.h"
#include "02_wsaeventselect/winsock/handles.h"
#include "04_dispatcher/loop/backend.h"
#include "04_dispatcher/loop/demultiplexer.h"

namespace l04 {

/// WSAEventSelect with the sockets spread over groups, one event object per group.
///
/// One wait takes 64 events at most, so there cannot be an event per socket. WebRTC shares one
/// event among all sockets: then a wake-up says only "somebody", and every socket must be asked.
/// With groups only one group is asked. `groups` = 1 is WebRTC's way.
class WsaDemultiplexer final : public Demultiplexer {
 public:
  /// `groups` is 1…kMostGroups. @throws l01::SocketError; std::invalid_argument.
  explicit WsaDemultiplexer(std::size_t groups);
  ~WsaDemultiplexer() override;

  int Set(DispatcherKey key, Handle handle, std::uint32_t mask) override;
  void Erase(DispatcherKey key) override;
  void Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) override;
  void WakeUp() override;
  /// The calls of Winsock so far.
  const l02::CallCounts& counts() const { return counts_; }

 private:
  struct Watched {
    DispatcherKey key = kNoKey;      // kNoKey: nothing is watched in this slot
    SOCKET socket = INVALID_SOCKET;  // whose events are selected
  };

  std::size_t GroupOf(std::size_t slot) const { return slot % (events_.size() - 1); }
  void EnumerateGroup(std::size_t group, std::vector<ReadyEvent>* ready);

  std::vector<l02::OwnedEvent> owned_;  // the event objects
  std::vector<WSAEVENT> events_;        // their handles: [0] the wake-up, [1 + g] group g
  l02::CallCounts counts_;              // what this loop has asked the system
  std::vector<Watched> watched_;        // by slot: the low half of the key
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_BACKENDS_WSA_DEMULTIPLEXER_H_
