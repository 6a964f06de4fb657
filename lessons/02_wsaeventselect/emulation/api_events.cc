// The API functions about event objects: making, setting and waiting.
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/call.h"
#include "02_wsaeventselect/emulation/queued_calls.h"
#include "02_wsaeventselect/emulation/wait.h"
#include "support/trace.h"

namespace {

using l02::Call;
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

DWORD Wait(Call& call, DWORD count, const HANDLE* handles, bool all, DWORD timeout_ms) {
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
}

DWORD WaitForEvents(DWORD count, const HANDLE* handles, bool all, DWORD timeout_ms) {
  Call call;
  if (!call.started()) return WSA_WAIT_FAILED;
  return Wait(call, count, handles, all, timeout_ms);
}

}  // namespace

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
