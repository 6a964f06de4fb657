// The simplest server there is: accept one client, echo until it is done, accept the next. Every
// call waits, and while it waits the program can do nothing else. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_BLOCKING_ECHO_H_
#define LESSONS_01_BLOCKING_ECHO_BLOCKING_ECHO_H_

#include <limits>
#include <string>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// Sends every byte back until the client closes its direction. Blocks. A client that breaks the
/// connection ends the echo too: that is no error of the server.
void EchoUntilEnd(Socket& client);

/// Serves `clients` clients, one after the other. The second waits until the first is done, however
/// long that takes. @throws SocketError if accepting fails for good.
void ServeOneByOne(Socket& listener, int clients = std::numeric_limits<int>::max());

/// Sends `text` and receives the same number of bytes. Waits, whatever the socket's mode.
/// @throws SocketError if the connection ends before that.
std::string Exchange(Socket& socket, const std::string& text);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_BLOCKING_ECHO_H_
