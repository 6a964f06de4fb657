// From the arguments of Open() to everything that a connection needs, or to what is wrong with
// them.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_OPENING_PLAN_H_
#define LESSONS_05_WEBSOCKET_CLIENT_OPENING_PLAN_H_

#include <memory>
#include <optional>
#include <string>

#include "05_websocket/client/options.h"
#include "05_websocket/handshake/handshake.h"
#include "05_websocket/handshake/uri.h"
#include "05_websocket/tls/tls.h"

namespace l05 {

/// What will be opened, and how. Every part of it was checked.
struct OpeningPlan {
  Uri uri;                          // where
  HandshakeOptions offer;           // what the request will say
  TlsWrap tls;                      // for wss: puts TLS around the connected socket; else empty
  Route route;                      // which way
  std::unique_ptr<ProxyTalk> talk;  // asks the proxy of `route` for the connection, if there is one
};

/// Checks everything that can be wrong with the arguments before a socket exists: a mistake of the
/// caller must not look like one of the network. Returns nothing, with the reason in `*error`.
std::optional<OpeningPlan> PlanOpening(l04::PhysicalSocketServer& loop, const std::string& address,
                                       const ClientOptions& options, std::string* error);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_OPENING_PLAN_H_
