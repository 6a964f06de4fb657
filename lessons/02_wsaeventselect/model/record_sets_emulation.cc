// The emulation lets us look.
#include "02_wsaeventselect/emulation/inspect.h"
#include "02_wsaeventselect/model/record_sets.h"

namespace l02 {

std::optional<RecordSets> LookAtRecord(SOCKET socket) {
  const std::optional<SocketInspection> seen = InspectSocket(socket);
  if (!seen) return std::nullopt;
  return RecordSets{seen->recorded, seen->latched};
}

}  // namespace l02
