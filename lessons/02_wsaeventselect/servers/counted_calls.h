// The three calls of this lesson, counted: what a loop costs per message is what the designs of
// this folder are compared by. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_COUNTED_CALLS_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_COUNTED_CALLS_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "02_wsaeventselect/winsock/handles.h"

namespace l02 {

/// How often a loop called what.
struct CallCounts {
  std::uint64_t waits = 0;    // WSAWaitForMultipleEvents
  std::uint64_t selects = 0;  // WSAEventSelect
  std::uint64_t enums = 0;    // WSAEnumNetworkEvents

  /// Adds another count to this one.
  void Add(const CallCounts& other) {
    waits += other.waits;
    selects += other.selects;
    enums += other.enums;
  }
};

/// WSAEventSelect. @throws l01::SocketError.
void SelectEvents(SOCKET socket, WSAEVENT event, long mask, CallCounts& counts);

/// WSAEnumNetworkEvents: takes the socket's record and, if `event` is not WSA_INVALID_EVENT, resets
/// that event. @throws l01::SocketError.
WSANETWORKEVENTS TakeRecord(SOCKET socket, WSAEVENT event, CallCounts& counts);

/// Waits until at least one of `events` is signalled or `timeout` milliseconds have passed, then
/// calls `handle` with the index of every one that is, lowest first. One wait names only the lowest
/// index, so the rest is asked for with zero time-outs: otherwise a busy event would starve those
/// behind it. At most 64 events. `handle` must reset the event it is called for; it returns false
/// to stop at once.
/// @throws l01::SocketError, for example for the 65th event.
void HandleSignalled(const std::vector<WSAEVENT>& events, CallCounts& counts,
                     const std::function<bool(std::size_t)>& handle, DWORD timeout = WSA_INFINITE);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_COUNTED_CALLS_H_
