// Reads the two sets under the emulation's lock.
#include "02_wsaeventselect/emulation/inspect.h"

#include "02_wsaeventselect/emulation/state.h"

namespace l02 {

std::optional<SocketInspection> InspectSocket(SOCKET socket) {
  EmulationState& state = TheEmulation();
  const std::lock_guard lock(state.mutex);
  const auto found = state.handles.FindSocket(static_cast<std::uintptr_t>(socket));
  if (!found) return std::nullopt;
  const Association& association = found->association();
  return SocketInspection{association.mask(), association.record().recorded(),
                          association.record().latched()};
}

}  // namespace l02
