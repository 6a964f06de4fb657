// ListenOn and ConnectTo: from an address to a socket that is ready, in one call.
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {

Socket ListenOn(const Endpoint& local, int backlog) {
  Socket listener = Socket::OpenTcp(local.family());
  // Without it a restarted server fails with EADDRINUSE for a minute: connections of its former
  // life are in TIME_WAIT on the same port.
  if (!native::SetReuseAddress(listener.native())) {
    throw SocketError("setsockopt SO_REUSEADDR", local.ToString(), LastSocketError());
  }
  listener.Bind(local);
  listener.Listen(backlog);
  return listener;
}

Socket ConnectTo(const Endpoint& peer) {
  Socket socket = Socket::OpenTcp(peer.family());
  socket.Connect(peer);
  return socket;
}

Socket ConnectTo(const std::string& host, std::uint16_t port) {
  const std::vector<Endpoint> endpoints = Resolve(host, port);
  for (std::size_t i = 0; i + 1 < endpoints.size(); ++i) {
    try {
      return ConnectTo(endpoints[i]);
    } catch (const SocketError&) {
      // The next address may answer: a name often has an IPv6 and an IPv4 address.
    }
  }
  return ConnectTo(endpoints.back());
}

}  // namespace l01
