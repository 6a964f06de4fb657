// The socket options that a network program meets first, and what they really do. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_OPTIONS_H_
#define LESSONS_01_BLOCKING_SOCKETS_OPTIONS_H_

#include <chrono>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// TCP_NODELAY. TCP holds a small piece back while an earlier one is unacknowledged (Nagle's
/// algorithm, RFC 9293 section 3.7.4), to send fewer and fuller packets. With `on` it goes out at
/// once: right for a request that somebody waits for. @throws SocketError.
void SetNoDelay(Socket& socket, bool on);
/// True if TCP_NODELAY is set. @throws SocketError.
bool GetNoDelay(const Socket& socket);

/// SO_SNDBUF in bytes. Linux doubles the value, to pay for its own bookkeeping, and silently caps
/// it at twice net.core.wmem_max; it also switches off the automatic growth. Windows keeps the
/// value. Set it before connecting. @throws SocketError.
void SetSendBuffer(Socket& socket, int bytes);
/// What the system made of SO_SNDBUF, in bytes. @throws SocketError.
int GetSendBuffer(const Socket& socket);
/// SO_RCVBUF in bytes, likewise.
void SetReceiveBuffer(Socket& socket, int bytes);
/// What the system made of SO_RCVBUF, in bytes. @throws SocketError.
int GetReceiveBuffer(const Socket& socket);

/// SO_OOBINLINE: an urgent byte of the peer (MSG_OOB) is received in its place, like any other.
/// Without it recv leaves the byte out, it counts as unread, and our close becomes an RST.
/// @throws SocketError.
void KeepUrgentBytesInOrder(Socket& socket);

/// SO_LINGER with time 0: Close() throws away what is not sent yet and breaks the connection with
/// an RST, instead of closing it in order. For tests and for getting rid of a hostile peer; a
/// polite program never needs it. @throws SocketError.
void AbortOnClose(Socket& socket);

/// SO_ERROR: the error that waits on the socket, such as the outcome of a connection attempt. 0 if
/// there is none. Linux clears it by reading; Windows keeps it. @throws SocketError.
int TakeSocketError(const Socket& socket);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_OPTIONS_H_
