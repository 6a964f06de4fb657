// Has it arrived yet? Experiments that count reports must not ask epoll before the bytes are there:
// then the same run gives the same numbers every time. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_ARRIVAL_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_ARRIVAL_H_

#include <cstddef>
#include <functional>
#include <string_view>

#include "01_blocking/sockets/socket.h"

namespace l03 {

/// Waits until `condition` holds. @throws l01::SocketError, naming `what`, if it never does.
void Await(const std::function<bool()>& condition, std::string_view what);

/// How many bytes wait in the receive buffer of `socket`. @throws l01::SocketError.
std::size_t BytesWaiting(const l01::Socket& socket);

/// Waits until at least `bytes` bytes wait in the receive buffer of `socket`.
/// @throws l01::SocketError if they do not come.
void AwaitBytes(const l01::Socket& socket, std::size_t bytes);

/// Waits until the peer's system has everything that was sent on `socket`.
/// @throws l01::SocketError if it does not take it.
void AwaitDelivery(const l01::Socket& socket);

/// Waits until `clients` clients wait in the queue of `listener`.
/// @throws l01::SocketError if they do not come.
void AwaitClients(const l01::Socket& listener, std::size_t clients);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_ARRIVAL_H_
