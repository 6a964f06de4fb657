// SO_RCVTIMEO: how long a blocking recv waits. The course's own servers do without: a loop has one
// place to wait. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ERRORS_RECEIVE_TIMEOUT_H_
#define LESSONS_01_BLOCKING_ERRORS_RECEIVE_TIMEOUT_H_

#include <chrono>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// POSIX takes a timeval, Windows milliseconds. @throws SocketError.
void SetReceiveTimeout(const Socket& socket, std::chrono::milliseconds timeout);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ERRORS_RECEIVE_TIMEOUT_H_
