// What the system holds about a socket, where it can be seen. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_MODEL_RECORD_SETS_H_
#define LESSONS_02_WSAEVENTSELECT_MODEL_RECORD_SETS_H_

#include <optional>

#include "02_wsaeventselect/winsock.h"

namespace l02 {

/// The two sets of one socket, as FD_ bits.
struct RecordSets {
  long recorded = 0;  // waiting for WSAEnumNetworkEvents
  long latched = 0;   // not recorded again before a re-enabling call
};

/// The sets of `socket`. Nothing on Windows, which does not show them.
std::optional<RecordSets> LookAtRecord(SOCKET socket);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_MODEL_RECORD_SETS_H_
