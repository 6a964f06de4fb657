// Winsock for the course: the real one on Windows, an emulation with the same names elsewhere.
//
// Contract: code that includes this header and nothing else of the system's networking is plain
// Winsock. It compiles on both, and the same tests hold on both (tests/02_wsaeventselect). Make
// sockets with WSASocketA and call WSAStartup first: the emulation insists on it as Windows does.
// Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_WINSOCK_H_
#define LESSONS_02_WSAEVENTSELECT_WINSOCK_H_

#ifdef _WIN32
// winsock2.h must come before windows.h, which would bring in the old winsock.h.
#include <winsock2.h>
// ws2tcpip.h needs winsock2.h first.
#include <ws2tcpip.h>
#else
#include "02_wsaeventselect/emulation/api.h"
#endif

#endif  // LESSONS_02_WSAEVENTSELECT_WINSOCK_H_
