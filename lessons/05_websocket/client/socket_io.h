// One send, one receive: the only two places where octets of the client pass the system's border.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_SOCKET_IO_H_
#define LESSONS_05_WEBSOCKET_CLIENT_SOCKET_IO_H_

#include <string_view>

#include "01_blocking/sockets/io_result.h"
#include "04_dispatcher/loop/async_socket.h"
#include "05_websocket/messages/receive_buffer.h"

namespace l05 {

/// Sends a prefix of `octets` with one call. kWouldBlock: SignalWriteEvent tells when to go on.
/// kError: the connection is broken, and its close event is on its way.
l01::IoResult SendOnce(l04::AsyncSocket& socket, std::string_view octets);

/// Receives into `buffer` with one call. Returns false if there was nothing: an error and the end
/// of the stream look the same here, and the close event tells which it was.
bool ReceiveOnce(l04::AsyncSocket& socket, ReceiveBuffer& buffer);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_SOCKET_IO_H_
