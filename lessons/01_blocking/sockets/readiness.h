// "Ready" for one socket: waiting until a call on it would do something. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_READINESS_H_
#define LESSONS_01_BLOCKING_SOCKETS_READINESS_H_

#include <chrono>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// Waits until `socket` can be read: bytes, a client, the end of the stream, or an error. Returns
/// false when `timeout` has passed; a negative one has passed already, and milliseconds::max() is
/// for ever. @throws SocketError if the system cannot wait.
bool WaitReadable(const Socket& socket, std::chrono::milliseconds timeout);

/// Waits until `socket` can be written, or a connection attempt has ended, well or badly. Returns
/// false when `timeout` has passed, as above. @throws SocketError if the system cannot wait.
bool WaitWritable(const Socket& socket, std::chrono::milliseconds timeout);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_READINESS_H_
