// The way to the server, if it is not the usual one: a look-up of its name, then TCP.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_ROUTE_H_
#define LESSONS_05_WEBSOCKET_CLIENT_ROUTE_H_

#include <optional>
#include <vector>

#include "01_blocking/sockets/endpoint.h"
#include "05_websocket/handshake/proxy.h"

namespace l05 {

/// How to get there. The request, TLS and every message to people still speak of the address that
/// was asked for.
struct Route {
  std::vector<l01::Endpoint> addresses;  // connect to one of these; empty: look the name up
  std::optional<Proxy> proxy;            // ask this one for the connection, and no name server
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_ROUTE_H_
