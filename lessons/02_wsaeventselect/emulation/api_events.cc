// The API functions about events: start-up, last error, event objects, waiting, and the two
// functions which lesson 02 is about.
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/call.h"
#include "02_wsaeventselect/emulation/last_error.h"
#include "02_wsaeventselect/emulation/queued_calls.h"
#include "02_wsaeventselect/emulation/wait.h"
#include "support/trace.h"

namespace {

using l02::Call;
using l02::LastError;
using std::chrono::milliseconds;

// The functions about events return TRUE or FALSE, the functions about sockets 0 or SOCKET_ERROR.
BOOL Refuse(int code) {
  WSASetLastError(code);
  return FALSE;
}

DWORD WaitFailed(int code) {
  WSASetLastError(code);
  return WSA_WAIT_FAILED;
}

bool IsStarted() {
  return Call().started();
}

BOOL Reset(Call& call, HANDLE handle) {
  const auto event = call.FindEvent(handle);
  if (!event) return Refuse(WSA_INVALID_HANDLE);
  // What happened before the reset must be posted before it, or the reset would not wipe it out as
  // it does on Windows.
  event->LookAtSockets();
  event->Reset();
  return TRUE;
}

DWORD Wait(Call& call, DWORD count, const HANDLE* handles, bool all, DWORD timeout_ms) try {
  if (count == 0 || count > WSA_MAXIMUM_WAIT_EVENTS || handles == nullptr) {
    return WaitFailed(WSA_INVALID_PARAMETER);
  }
  std::vector<std::shared_ptr<l02::EmulatedEvent>> events;
  for (DWORD i = 0; i < count; ++i) events.push_back(call.FindEvent(handles[i]));
  for (const auto& event : events) {
    if (!event) return WaitFailed(WSA_INVALID_HANDLE);
  }
  const auto deadline = l02::DeadlineAfter(milliseconds(timeout_ms), milliseconds(WSA_INFINITE));
  const auto index = l02::EventWait(call, std::move(events), all).Run(deadline);
  support::TraceInstant("wait",
                        {{"events", count}, {"index", index ? static_cast<int>(*index) : -1}});
  return index ? WSA_WAIT_EVENT_0 + static_cast<DWORD>(*index) : WSA_WAIT_TIMEOUT;
} catch (const std::system_error&) {
  return WaitFailed(WSA_NOT_ENOUGH_MEMORY);
}

DWORD WaitForEvents(DWORD count, const HANDLE* handles, bool all, DWORD timeout_ms) {
  Call call;
  if (!call.started()) return WSA_WAIT_FAILED;
  return Wait(call, count, handles, all, timeout_ms);
}

}  // namespace

int WSAStartup(WORD version, LPWSADATA data) {
  if (data == nullptr) return WSAEFAULT;
  *data = WSADATA{};
  data->wVersion = version;
  data->wHighVersion = MAKEWORD(2, 2);
  if (LOBYTE(version) == 0) return WSAVERNOTSUPPORTED;
  // Who asks for more than there is gets what there is, and has to look.
  if (LOBYTE(version) > 2 || (LOBYTE(version) == 2 && HIBYTE(version) > 2)) {
    data->wVersion = MAKEWORD(2, 2);
  }
  std::strcpy(data->szDescription, "netladder's Winsock emulation");
  std::strcpy(data->szSystemStatus, "Running");
  ++Call().state().startups;
  return 0;
}

int WSACleanup() {
  Call call;
  if (call.state().startups == 0) return l02::Finish(l02::Outcome::Failed(WSANOTINITIALISED));
  if (--call.state().startups > 0) return 0;
  for (const std::uintptr_t handle : call.state().handles.Sockets()) call.CloseSocket(handle);
  return 0;
}

int WSAGetLastError() {
  return LastError();
}
void WSASetLastError(int code) {
  LastError() = code;
}
DWORD GetLastError() {
  return static_cast<DWORD>(LastError());
}
void SetLastError(DWORD code) {
  LastError() = static_cast<int>(code);
}

WSAEVENT WSACreateEvent() {
  if (!IsStarted()) return WSA_INVALID_EVENT;
  return CreateEventA(nullptr, TRUE, FALSE, nullptr);
}

HANDLE CreateEventA(LPSECURITY_ATTRIBUTES, BOOL manual_reset, BOOL signalled, LPCSTR name) {
  if (name != nullptr) {
    WSASetLastError(WSA_INVALID_PARAMETER);
    return nullptr;
  }
  Call call;
  auto event = std::make_shared<l02::EmulatedEvent>(manual_reset != FALSE, signalled != FALSE);
  return reinterpret_cast<HANDLE>(call.state().handles.Add(std::move(event)));
}

BOOL SetEvent(HANDLE handle) {
  Call call;
  const auto event = call.FindEvent(handle);
  if (!event) return Refuse(WSA_INVALID_HANDLE);
  event->Set();
  return TRUE;
}

BOOL ResetEvent(HANDLE handle) {
  Call call;
  return Reset(call, handle);
}

BOOL CloseHandle(HANDLE handle) {
  Call call;
  if (!call.FindEvent(handle)) return Refuse(WSA_INVALID_HANDLE);
  // Sockets that are tied to it keep the event itself: their records go on, unheard.
  call.state().handles.Remove(reinterpret_cast<std::uintptr_t>(handle));
  return TRUE;
}

BOOL WSASetEvent(WSAEVENT event) {
  if (!IsStarted()) return FALSE;
  return SetEvent(event);
}
BOOL WSAResetEvent(WSAEVENT event) {
  if (!IsStarted()) return FALSE;
  return ResetEvent(event);
}
BOOL WSACloseEvent(WSAEVENT event) {
  if (!IsStarted()) return FALSE;
  return CloseHandle(event);
}

DWORD WSAWaitForMultipleEvents(DWORD count, const WSAEVENT* events, BOOL wait_all, DWORD timeout_ms,
                               BOOL alertable) {
  // A thread queues calls for itself only, so nothing can be added while it sleeps here.
  const bool interrupted = alertable != FALSE && l02::HasQueuedCalls();
  if (interrupted) timeout_ms = 0;
  const DWORD result = WaitForEvents(count, events, wait_all != FALSE, timeout_ms);
  if (!interrupted || result != WSA_WAIT_TIMEOUT) return result;
  l02::RunQueuedCalls();
  return WSA_WAIT_IO_COMPLETION;
}

DWORD QueueUserAPC(PAPCFUNC procedure, HANDLE thread, ULONG_PTR argument) {
  if (thread != GetCurrentThread()) {
    WSASetLastError(WSA_INVALID_HANDLE);
    return 0;
  }
  l02::QueueCall(procedure, argument);
  return 1;
}

HANDLE GetCurrentThread() {
  // The number that Windows uses too. No handle of an object has it.
  return reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(-2));
}

DWORD WaitForSingleObject(HANDLE event, DWORD timeout_ms) {
  Call call;
  return Wait(call, 1, &event, false, timeout_ms);
}

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
  if (!socket->IsTiedTo(event.get())) socket->Look();
  if (event) event->Reset();
  // Wine 8.0 resets first and copies later. What comes in between leaves the event signalled for a
  // record that is empty by then. The opposite order would lose wake-ups.
  if (!socket->profile().enum_atomic) socket->Look();
  result->lNetworkEvents = socket->Enumerate(result->iErrorCode);
  support::TraceInstant("enum", {{"socket", static_cast<std::uintptr_t>(handle)},
                                 {"events", result->lNetworkEvents}});
  return 0;
}
