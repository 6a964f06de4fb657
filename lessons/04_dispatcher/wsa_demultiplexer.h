// Waiting by WSAEventSelect. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_WSA_DEMULTIPLEXER_H_
#define LESSONS_04_DISPATCHER_WSA_DEMULTIPLEXER_H_

#include <vector>

#include "02_wsaeventselect/winsock_handles.h"
#include "04_dispatcher/demultiplexer.h"

namespace l04 {

/// WSAEventSelect with the sockets spread over groups, one event object per group.
///
/// One wait takes 64 events at most, so there cannot be an event per socket. WebRTC shares one
/// event among all sockets: then a wake-up says only "somebody", and every socket must be asked.
/// With groups only one group is asked. `groups` = 1 is WebRTC's way.
class WsaDemultiplexer final : public Demultiplexer {
 public:
  /// One handle of the 64 is the wake-up event.
  static constexpr std::size_t kMostGroups = 63;

  /// `groups` is 1…kMostGroups. @throws l01::SocketError.
  explicit WsaDemultiplexer(std::size_t groups = kMostGroups);
  ~WsaDemultiplexer() override;

  void Set(DispatcherKey key, Handle handle, std::uint32_t mask) override;
  void Erase(DispatcherKey key) override;
  void Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) override;
  void WakeUp() override;

 private:
  struct Watched {
    DispatcherKey key = kNoKey;      // kNoKey: nothing is watched in this slot
    SOCKET socket = INVALID_SOCKET;  // whose events are selected
  };

  std::size_t GroupOf(std::size_t slot) const { return slot % (events_.size() - 1); }
  void EnumerateGroup(std::size_t group, std::vector<ReadyEvent>* ready);

  std::vector<l02::OwnedEvent> owned_;  // the event objects
  std::vector<WSAEVENT> events_;        // their handles: [0] the wake-up, [1 + g] group g
  std::vector<Watched> watched_;        // by slot: the low half of the key
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_WSA_DEMULTIPLEXER_H_
