// A look inside the emulation, for figures and tests. Windows has nothing like it. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_INSPECT_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_INSPECT_H_

#include <optional>

#include "02_wsaeventselect/emulation/types.h"

namespace l02 {

/// The network events of one socket, as FD_ bits.
struct SocketInspection {
  long mask = 0;      // selected by WSAEventSelect
  long recorded = 0;  // waiting for WSAEnumNetworkEvents
  long latched = 0;   // cannot be recorded again before a call that re-enables it
};

/// What the emulation holds about `socket`, without looking at the network. Any thread.
/// Returns nothing if that is no socket.
std::optional<SocketInspection> InspectSocket(SOCKET socket);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_INSPECT_H_
