// The loop's socket factory, PhysicalSocketServer::CreateAsyncSocket. It stands here and not with
// the loop: a loop serves any Dispatcher and must not know the one that is a socket. Lesson 04.
#include "01_blocking/sockets/error.h"
#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/sockets/socket_dispatcher.h"

namespace l04 {

std::unique_ptr<AsyncSocket> PhysicalSocketServer::CreateAsyncSocket(int family, int type) {
  auto socket = std::make_unique<SocketDispatcher>(*this);
  if (!socket->Create(family, type)) {
    throw l01::SocketError("socket", "", socket->ErrorText(socket->GetError()));
  }
  return socket;
}

}  // namespace l04
