// Several listeners on one port. Lesson 03.
#ifndef LESSONS_03_EPOLL_EPOLL_REUSE_PORT_H_
#define LESSONS_03_EPOLL_EPOLL_REUSE_PORT_H_

#include "01_blocking/sockets/socket.h"

namespace l03 {

/// Listens on `local` with SO_REUSEPORT: every socket that sets it may share the address with the
/// others, and the kernel deals new connections out to them, by a hash of their addresses
/// (man 7 socket). @throws l01::SocketError.
///
/// The price: a second server that is started by mistake on the same port is no error any more, if
/// the same user starts it; and whoever waits in the queue of a listener that is closed is reset,
/// although the others could serve him.
l01::Socket ListenSharing(const l01::Endpoint& local);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_REUSE_PORT_H_
