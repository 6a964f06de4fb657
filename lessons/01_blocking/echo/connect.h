// `connect`: stdin to the socket, the socket to stdout, like a small netcat. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_CONNECT_H_
#define LESSONS_01_BLOCKING_ECHO_CONNECT_H_

#include "support/command_line.h"

namespace l01 {

/// Connects, sends stdin, half-closes at the end of input, prints what arrives until the server
/// closes. Returns 0. @throws SocketError if connecting fails or the connection breaks.
int RunConnect(const support::ConnectOptions& options);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_CONNECT_H_
