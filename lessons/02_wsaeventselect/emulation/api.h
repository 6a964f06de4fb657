// The functions of Winsock that this course uses, for systems without Winsock.
//
// Contract: signatures, results and error codes of winsock2.h; any function may be called on any
// thread. There is no background thread: the emulation looks at the kernel's sockets inside these
// calls. Behaviour on which Windows, its documentation and Wine part: winsock_profile.h.
// https://learn.microsoft.com/windows/win32/api/winsock2/ Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_API_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_API_H_

#include "02_wsaeventselect/emulation/codes.h"
#include "02_wsaeventselect/emulation/types.h"

/// @name Start and errors
/// @{
/// Packs a version: MAKEWORD(2, 2) is 2.2.
constexpr WORD MAKEWORD(int low, int high) {
  return static_cast<WORD>((low & 0xFF) | ((high & 0xFF) << 8));
}
constexpr int LOBYTE(WORD word) {
  return word & 0xFF;
}
constexpr int HIBYTE(WORD word) {
  return word >> 8;
}
/// Must succeed before any other call. Returns the error code itself, 0 if fine.
int WSAStartup(WORD version, LPWSADATA data);
/// Undoes one WSAStartup. The last one closes all sockets that are still open.
int WSACleanup();
/// The code of the last failed call on this thread. Successful calls do not clear it.
int WSAGetLastError();
void WSASetLastError(int code);
/// The same value under the name that CreateEventA and WaitForSingleObject use.
DWORD GetLastError();
void SetLastError(DWORD code);
/// @}

/// @name Events
/// @{
/// A new manual-reset event, not signalled. WSA_INVALID_EVENT on failure.
WSAEVENT WSACreateEvent();
BOOL WSASetEvent(WSAEVENT event);
BOOL WSAResetEvent(WSAEVENT event);
BOOL WSACloseEvent(WSAEVENT event);
/// With `manual_reset` FALSE the event is reset by the wait which it satisfies. Names are not
/// supported: pass a null pointer.
HANDLE CreateEventA(LPSECURITY_ATTRIBUTES, BOOL manual_reset, BOOL signalled, LPCSTR name);
BOOL SetEvent(HANDLE event);
BOOL ResetEvent(HANDLE event);
BOOL CloseHandle(HANDLE event);
/// Waits until one event (or all of them) is signalled; returns WSA_WAIT_EVENT_0 + the lowest
/// index. If `alertable`, calls that QueueUserAPC has queued run and end the wait.
DWORD WSAWaitForMultipleEvents(DWORD count, const WSAEVENT* events, BOOL wait_all, DWORD timeout_ms,
                               BOOL alertable);
DWORD WaitForSingleObject(HANDLE event, DWORD timeout_ms);
/// Queues a call of `procedure`; it runs in the thread's next alertable wait, which then ends with
/// WSA_WAIT_IO_COMPLETION. Only for the calling thread: pass GetCurrentThread(). Returns 0 if not.
DWORD QueueUserAPC(PAPCFUNC procedure, HANDLE thread, ULONG_PTR argument);
/// The handle which means "this thread" in every thread.
HANDLE GetCurrentThread();
/// @}

/// @name The subject of lesson 02
/// @{
/// Ties `event` to the network events in `mask` and makes the socket non-blocking.
int WSAEventSelect(SOCKET socket, WSAEVENT event, long mask);
/// Copies and clears the socket's record, and resets `event` if it is not null.
int WSAEnumNetworkEvents(SOCKET socket, WSAEVENT event, LPWSANETWORKEVENTS result);
/// @}

/// @name Sockets
/// @{
SOCKET WSASocketA(int family, int type, int protocol, LPWSAPROTOCOL_INFOA, GROUP, DWORD flags);
int bind(SOCKET socket, const sockaddr* address, int size);
int listen(SOCKET socket, int backlog);
SOCKET accept(SOCKET socket, sockaddr* address, int* size);
/// accept that asks `condition` first. CF_DEFER leaves the caller waiting: WSATRY_AGAIN.
SOCKET WSAAccept(SOCKET socket, sockaddr* address, int* size, LPCONDITIONPROC condition,
                 DWORD_PTR context);
int connect(SOCKET socket, const sockaddr* address, int size);
int send(SOCKET socket, const char* data, int size, int flags);
int sendto(SOCKET socket, const char* data, int size, int flags, const sockaddr* to, int to_size);
int recv(SOCKET socket, char* room, int size, int flags);
int recvfrom(SOCKET socket, char* room, int size, int flags, sockaddr* from, int* from_size);
int shutdown(SOCKET socket, int how);
int closesocket(SOCKET socket);
/// FIONBIO and FIONREAD.
int ioctlsocket(SOCKET socket, long command, u_long* argument);
int getsockopt(SOCKET socket, int level, int name, char* value, int* size);
int setsockopt(SOCKET socket, int level, int name, const char* value, int size);
int getsockname(SOCKET socket, sockaddr* address, int* size);
int getpeername(SOCKET socket, sockaddr* address, int* size);
/// @}

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_API_H_
