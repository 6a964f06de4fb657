// Each call with its error and its count.
#include "02_wsaeventselect/servers/counted_calls.h"

#include "support/trace.h"

namespace l02 {

void SelectEvents(SOCKET socket, WSAEVENT event, long mask, CallCounts& counts) {
  ++counts.selects;
  if (::WSAEventSelect(socket, event, mask) != 0) throw LastWinsockError("WSAEventSelect");
}

WSANETWORKEVENTS TakeRecord(SOCKET socket, WSAEVENT event, CallCounts& counts) {
  ++counts.enums;
  // Only the codes of reported bits are written, so start from zeros.
  WSANETWORKEVENTS record{};
  if (::WSAEnumNetworkEvents(socket, event, &record) != 0) {
    throw LastWinsockError("WSAEnumNetworkEvents");
  }
  return record;
}

// [handle-signalled]
void HandleSignalled(const std::vector<WSAEVENT>& events, CallCounts& counts,
                     const std::function<bool(std::size_t)>& handle, DWORD timeout) {
  for (std::size_t first = 0; first < events.size();) {
    const support::TraceSpan span("WSAWaitForMultipleEvents");
    ++counts.waits;
    const auto count = static_cast<DWORD>(events.size() - first);
    const DWORD result =
        ::WSAWaitForMultipleEvents(count, events.data() + first, FALSE, timeout, FALSE);
    // Compare before subtracting: WSA_WAIT_FAILED is a huge unsigned number.
    if (result == WSA_WAIT_FAILED) throw LastWinsockError("WSAWaitForMultipleEvents");
    if (result == WSA_WAIT_TIMEOUT) return;
    const std::size_t index = first + (result - WSA_WAIT_EVENT_0);
    if (!handle(index)) return;
    first = index + 1;
    timeout = 0;
  }
}
// [handle-signalled]

}  // namespace l02
