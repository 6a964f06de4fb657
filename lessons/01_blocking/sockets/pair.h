// Two TCP sockets that are connected to each other, both in this process. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_PAIR_H_
#define LESSONS_01_BLOCKING_SOCKETS_PAIR_H_

#include <utility>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// A connected pair over loopback: what one end sends, the other receives. Both are blocking.
/// POSIX has socketpair() and pipe() for this; Windows has neither for sockets that can be polled.
/// @throws SocketError.
std::pair<Socket, Socket> ConnectedPair(int family = AF_INET);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_PAIR_H_
