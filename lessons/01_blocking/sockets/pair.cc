// Makes a connected pair: listen, connect to oneself, accept.
#include "01_blocking/sockets/pair.h"

namespace l01 {

std::pair<Socket, Socket> ConnectedPair(int family) {
  Socket listener = ListenOn(Endpoint::Loopback(0, family));
  while (true) {
    Socket client = ConnectTo(listener.LocalEndpoint());
    std::optional<Socket> server = listener.Accept();
    // Another process may have connected to our port first. Its socket is not the one we want.
    if (server && server->PeerEndpoint() == client.LocalEndpoint()) {
      return {std::move(client), std::move(*server)};
    }
  }
}

}  // namespace l01
