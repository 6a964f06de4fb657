// The two functions that lesson 02 is about: WSAEventSelect and WSAEnumNetworkEvents.
#include <cstdint>
#include <system_error>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/call.h"
#include "support/trace.h"

namespace {

using l02::Call;

}  // namespace

int WSAEventSelect(SOCKET handle, WSAEVENT event_handle, long mask) try {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  const auto event = call.FindEvent(event_handle);
  const bool cancels = mask == 0;
  const bool may_be_bad =
      cancels && (event_handle == nullptr || !socket->profile().cancel_checks_event);
  if (!event && !may_be_bad) return l02::Finish(l02::Outcome::Failed(WSAEINVAL));
  support::TraceInstant("select",
                        {{"socket", static_cast<std::uintptr_t>(handle)}, {"mask", mask}});
  socket->Select(event, mask);
  return 0;
} catch (const std::system_error&) {
  return l02::Finish(l02::Outcome::Failed(WSAENOBUFS));
}

int WSAEnumNetworkEvents(SOCKET handle, WSAEVENT event_handle, LPWSANETWORKEVENTS result) {
  Call call;
  const auto event = call.FindEvent(event_handle);
  const auto socket = call.FindSocket(handle);
  if (!socket) {
    if (event && !call.state().profile.failed_enum_keeps_event) event->Reset();
    return SOCKET_ERROR;
  }
  if (result == nullptr) return l02::Finish(l02::Outcome::Failed(WSAEFAULT));
  if (event_handle != nullptr && !event) return l02::Finish(l02::Outcome::Failed(WSAEINVAL));
  // What has happened on other sockets of this event is posted now, so that the reset below wipes
  // their signal out. It does so on Windows; a loop that trusts it to survive must fail here too.
  if (event) event->LookAtSockets();
  if (!socket->association().IsTiedTo(event.get())) socket->Look();
  if (event) event->Reset();
  // Wine 8.0 resets first and copies later. What comes in between leaves the event signalled for a
  // record that is empty by then. The opposite order would lose wake-ups.
  if (!socket->profile().enum_atomic) socket->Look();
  result->lNetworkEvents = socket->association().Enumerate(result->iErrorCode);
  support::TraceInstant("enum", {{"socket", static_cast<std::uintptr_t>(handle)},
                                 {"events", result->lNetworkEvents}});
  return 0;
}
