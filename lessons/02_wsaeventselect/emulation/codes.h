// The numbers of Winsock, as winsock2.h has them: error codes, network events, wait results.
//
// They are constants in the global namespace because they are macros on Windows: lesson code writes
// `WSAEWOULDBLOCK` on both. Names that POSIX has too (SOL_SOCKET, MSG_PEEK, AF_INET, …) keep the
// values of this system.
// https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2 Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_CODES_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_CODES_H_

#include "02_wsaeventselect/emulation/types.h"

/// @name Network events: bits for WSAEventSelect, positions for iErrorCode.
/// @{
inline constexpr int FD_READ_BIT = 0;
inline constexpr int FD_WRITE_BIT = 1;
inline constexpr int FD_OOB_BIT = 2;
inline constexpr int FD_ACCEPT_BIT = 3;
inline constexpr int FD_CONNECT_BIT = 4;
inline constexpr int FD_CLOSE_BIT = 5;
inline constexpr int FD_QOS_BIT = 6;
inline constexpr int FD_GROUP_QOS_BIT = 7;
inline constexpr int FD_ROUTING_INTERFACE_CHANGE_BIT = 8;
inline constexpr int FD_ADDRESS_LIST_CHANGE_BIT = 9;
inline constexpr long FD_READ = 1L << FD_READ_BIT;
inline constexpr long FD_WRITE = 1L << FD_WRITE_BIT;
inline constexpr long FD_OOB = 1L << FD_OOB_BIT;
inline constexpr long FD_ACCEPT = 1L << FD_ACCEPT_BIT;
inline constexpr long FD_CONNECT = 1L << FD_CONNECT_BIT;
inline constexpr long FD_CLOSE = 1L << FD_CLOSE_BIT;
inline constexpr long FD_QOS = 1L << FD_QOS_BIT;
inline constexpr long FD_GROUP_QOS = 1L << FD_GROUP_QOS_BIT;
inline constexpr long FD_ROUTING_INTERFACE_CHANGE = 1L << FD_ROUTING_INTERFACE_CHANGE_BIT;
inline constexpr long FD_ADDRESS_LIST_CHANGE = 1L << FD_ADDRESS_LIST_CHANGE_BIT;
inline constexpr long FD_ALL_EVENTS = (1L << FD_MAX_EVENTS) - 1;
/// @}

/// @name Waiting. WSA_WAIT_FAILED is a huge unsigned number: compare before you subtract.
/// @{
inline constexpr DWORD WSA_MAXIMUM_WAIT_EVENTS = 64;
inline constexpr DWORD MAXIMUM_WAIT_OBJECTS = 64;
inline constexpr DWORD WSA_WAIT_EVENT_0 = 0;
inline constexpr DWORD WSA_WAIT_IO_COMPLETION = 192;
inline constexpr DWORD WSA_WAIT_TIMEOUT = 258;
inline constexpr DWORD WSA_WAIT_FAILED = 0xFFFFFFFFU;
inline constexpr DWORD WSA_INFINITE = 0xFFFFFFFFU;
inline constexpr DWORD WAIT_OBJECT_0 = 0;
inline constexpr DWORD WAIT_TIMEOUT = 258;
inline constexpr DWORD WAIT_FAILED = 0xFFFFFFFFU;
inline constexpr DWORD INFINITE = 0xFFFFFFFFU;
/// "No event" is a null pointer, not INVALID_HANDLE_VALUE.
inline constexpr WSAEVENT WSA_INVALID_EVENT = nullptr;
/// @}

/// @name Sockets
/// @{
inline constexpr SOCKET INVALID_SOCKET = static_cast<SOCKET>(~static_cast<std::uintptr_t>(0));
inline constexpr int SOCKET_ERROR = -1;
inline constexpr int SD_RECEIVE = 0;
inline constexpr int SD_SEND = 1;
inline constexpr int SD_BOTH = 2;
inline constexpr DWORD WSA_FLAG_OVERLAPPED = 0x01;
inline constexpr DWORD WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
inline constexpr int SO_EXCLUSIVEADDRUSE = ~SO_REUSEADDR;
inline constexpr int CF_ACCEPT = 0;
inline constexpr int CF_REJECT = 1;
inline constexpr int CF_DEFER = 2;
/// @}

/// @name Error codes. The first five are those of Windows itself, hence not 10xxx.
/// @{
inline constexpr int WSA_INVALID_HANDLE = 6;
inline constexpr int WSA_NOT_ENOUGH_MEMORY = 8;
inline constexpr int WSA_INVALID_PARAMETER = 87;
inline constexpr int WSA_OPERATION_ABORTED = 995;
inline constexpr int WSA_IO_PENDING = 997;
inline constexpr int WSAEINTR = 10004;
inline constexpr int WSAEBADF = 10009;
inline constexpr int WSAEACCES = 10013;
inline constexpr int WSAEFAULT = 10014;
inline constexpr int WSAEINVAL = 10022;
inline constexpr int WSAEMFILE = 10024;
inline constexpr int WSAEWOULDBLOCK = 10035;
inline constexpr int WSAEINPROGRESS = 10036;
inline constexpr int WSAEALREADY = 10037;
inline constexpr int WSAENOTSOCK = 10038;
inline constexpr int WSAEDESTADDRREQ = 10039;
inline constexpr int WSAEMSGSIZE = 10040;
inline constexpr int WSAEPROTOTYPE = 10041;
inline constexpr int WSAENOPROTOOPT = 10042;
inline constexpr int WSAEPROTONOSUPPORT = 10043;
inline constexpr int WSAESOCKTNOSUPPORT = 10044;
inline constexpr int WSAEOPNOTSUPP = 10045;
inline constexpr int WSAEPFNOSUPPORT = 10046;
inline constexpr int WSAEAFNOSUPPORT = 10047;
inline constexpr int WSAEADDRINUSE = 10048;
inline constexpr int WSAEADDRNOTAVAIL = 10049;
inline constexpr int WSAENETDOWN = 10050;
inline constexpr int WSAENETUNREACH = 10051;
inline constexpr int WSAENETRESET = 10052;
inline constexpr int WSAECONNABORTED = 10053;
inline constexpr int WSAECONNRESET = 10054;
inline constexpr int WSAENOBUFS = 10055;
inline constexpr int WSAEISCONN = 10056;
inline constexpr int WSAENOTCONN = 10057;
inline constexpr int WSAESHUTDOWN = 10058;
inline constexpr int WSAETOOMANYREFS = 10059;
inline constexpr int WSAETIMEDOUT = 10060;
inline constexpr int WSAECONNREFUSED = 10061;
inline constexpr int WSAELOOP = 10062;
inline constexpr int WSAENAMETOOLONG = 10063;
inline constexpr int WSAEHOSTDOWN = 10064;
inline constexpr int WSAEHOSTUNREACH = 10065;
inline constexpr int WSASYSNOTREADY = 10091;
inline constexpr int WSAVERNOTSUPPORTED = 10092;
inline constexpr int WSANOTINITIALISED = 10093;
inline constexpr int WSAEDISCON = 10101;
inline constexpr int WSAHOST_NOT_FOUND = 11001;
inline constexpr int WSATRY_AGAIN = 11002;
inline constexpr int WSANO_RECOVERY = 11003;
inline constexpr int WSANO_DATA = 11004;
/// @}

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_CODES_H_
