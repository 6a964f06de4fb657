// Procedure calls that a thread queues for itself. They run when it waits alertably. Lesson 02.
//
// Windows lets a thread queue calls for another one too, and its own I/O completions come this way.
// A readiness loop needs neither, WebRTC's waits are not alertable; here is what the flag means.
// https://learn.microsoft.com/windows/win32/sync/asynchronous-procedure-calls
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_QUEUED_CALLS_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_QUEUED_CALLS_H_

#include "02_wsaeventselect/emulation/types.h"

namespace l02 {

/// Queues a call for this thread.
void QueueCall(PAPCFUNC procedure, ULONG_PTR argument);
/// True if this thread has queued a call that has not run yet.
bool HasQueuedCalls();
/// Runs this thread's queued calls, also those that they queue themselves. The emulation's lock
/// must not be held: a queued call may use the API.
void RunQueuedCalls();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_QUEUED_CALLS_H_
