// The address first, then the options, then the certificates.
#include "05_websocket/client/opening_plan.h"

#include <utility>

namespace l05 {

std::optional<OpeningPlan> PlanOpening(l04::PhysicalSocketServer& loop, const std::string& address,
                                       const ClientOptions& options, std::string* error) {
  std::optional<Uri> uri = ParseUri(address, error);
  if (!uri) return std::nullopt;
  OpeningPlan plan{std::move(*uri), options.handshake, nullptr, options.route, nullptr};
  if (options.compress) plan.offer.deflate = options.deflate;
  if (const auto problem = CheckHandshakeOptions(plan.offer)) {
    *error = *problem;
    return std::nullopt;
  }
  if (plan.route.proxy) {
    plan.talk = MakeProxyTalk(*plan.route.proxy, plan.uri, error);
    if (!plan.talk) return std::nullopt;
  }
  if (!plan.uri.secure) return plan;
  plan.tls = PrepareTls(loop, plan.uri.host, options.tls, error);
  if (!plan.tls) return std::nullopt;
  return plan;
}

}  // namespace l05
