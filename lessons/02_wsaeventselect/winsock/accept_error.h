// Why accept failed, by its Winsock code: lesson 01's table, on both systems. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_WINSOCK_ACCEPT_ERROR_H_
#define LESSONS_02_WSAEVENTSELECT_WINSOCK_ACCEPT_ERROR_H_

#include "01_blocking/sockets/accept_error.h"

namespace l02 {

/// What a failed accept is about: `code` is what WSAGetLastError() said.
l01::AcceptError ClassifyAcceptError(int code);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_WINSOCK_ACCEPT_ERROR_H_
