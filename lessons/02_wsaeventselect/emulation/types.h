// The types of Winsock, as winsock2.h has them, on top of the system's own socket headers.
//
// SOCKET is a strong type on purpose: `send(SOCKET, …)` is then an overload beside POSIX's
// `send(int, …)`, and a file descriptor can never be passed by mistake. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_TYPES_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_TYPES_H_

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cstdint>

/// A socket's handle. Like on Windows it is no file descriptor and may be reused once it is closed.
enum class SOCKET : std::uintptr_t {};

/// @name Plain types of Windows
/// @{
using BOOL = int;
using WORD = std::uint16_t;
using DWORD = std::uint32_t;
using DWORD_PTR = std::uintptr_t;
using ULONG_PTR = std::uintptr_t;
using HANDLE = void*;
using LPCSTR = const char*;
using LPSECURITY_ATTRIBUTES = void*;
inline constexpr BOOL TRUE = 1;
inline constexpr BOOL FALSE = 0;
/// @}

/// @name Plain types of Winsock
/// @{
using WSAEVENT = HANDLE;
using LPWSAEVENT = WSAEVENT*;
using GROUP = unsigned int;
using SOCKADDR = sockaddr;
using LPSOCKADDR = sockaddr*;
using LINGER = linger;
/// @}

/// How many network events there are: the size of WSANETWORKEVENTS::iErrorCode.
inline constexpr int FD_MAX_EVENTS = 10;

/// What WSAEnumNetworkEvents fills in.
struct WSANETWORKEVENTS {
  long lNetworkEvents;            // the FD_ bits which happened since the last call
  int iErrorCode[FD_MAX_EVENTS];  // one code per bit, written only for the bits that are set
};
using LPWSANETWORKEVENTS = WSANETWORKEVENTS*;

/// What WSAStartup fills in.
struct WSADATA {
  WORD wVersion;               // the version that will be used
  WORD wHighVersion;           // the newest version there is
  char szDescription[257];     // a text for humans
  char szSystemStatus[129];    // another one
  unsigned short iMaxSockets;  // unused since version 2
  unsigned short iMaxUdpDg;    // unused since version 2
  char* lpVendorInfo;          // unused since version 2
};
using LPWSADATA = WSADATA*;

/// A length and a pointer.
struct WSABUF {
  unsigned long len;  // bytes
  char* buf;          // where they are
};
using LPWSABUF = WSABUF*;

/// Quality of service and protocol descriptions exist as names only: pass a null pointer.
struct QOS;
using LPQOS = QOS*;
struct WSAPROTOCOL_INFOA;
using LPWSAPROTOCOL_INFOA = WSAPROTOCOL_INFOA*;

/// Decides in WSAAccept whether a caller is let in: returns CF_ACCEPT, CF_REJECT or CF_DEFER.
using LPCONDITIONPROC = int (*)(LPWSABUF caller_address, LPWSABUF caller_data, LPQOS socket_qos,
                                LPQOS group_qos, LPWSABUF callee_address, LPWSABUF callee_data,
                                GROUP* group, DWORD_PTR context);
/// A procedure that a thread queues for itself with QueueUserAPC.
using PAPCFUNC = void (*)(ULONG_PTR argument);
/// The calling convention of such functions, which only Windows has.
#define CALLBACK

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_TYPES_H_
