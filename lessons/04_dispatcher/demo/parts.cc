// The sockets of the demo.
#include "04_dispatcher/demo/parts.h"

namespace l04 {

Listener::Listener(std::unique_ptr<AsyncSocket> made) : socket(std::move(made)) {
  on_connect_ = socket->SignalConnectEvent.connect([this](AsyncSocket*) { heard += "connect "; });
  on_read_ = socket->SignalReadEvent.connect([this](AsyncSocket* from) {
    heard += "read ";
    from->PauseReading();  // a debug build would take the missing Recv for a mistake
  });
  on_write_ = socket->SignalWriteEvent.connect([this](AsyncSocket*) { heard += "write "; });
  on_close_ = socket->SignalCloseEvent.connect([this](AsyncSocket*, int) { heard += "close "; });
}

DemoPair ConnectPair(PhysicalSocketServer& loop) {
  const auto door = loop.CreateAsyncSocket(AF_INET, SOCK_STREAM);
  door->Bind(l01::Endpoint::Loopback());
  door->Listen(1);
  DemoPair pair;
  pair.client = std::make_unique<Listener>(loop.CreateAsyncSocket(AF_INET, SOCK_STREAM));
  pair.client->socket->Connect(door->GetLocalAddress());
  RunUntil(loop, [&] {
    if (!pair.server) {
      if (auto accepted = door->Accept(nullptr)) {
        pair.server = std::make_unique<Listener>(std::move(accepted));
      }
    }
    return pair.server && pair.server->Heard("write") && pair.client->Heard("write");
  });
  return pair;
}

std::string ReceiveAll(AsyncSocket& socket) {
  std::string text;
  std::string room(64 * 1024, '\0');
  int received = 0;
  while ((received = socket.Recv(room.data(), room.size())) > 0) {
    text.append(room, 0, static_cast<std::size_t>(received));
  }
  return text;
}

}  // namespace l04
