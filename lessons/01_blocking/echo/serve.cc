// What every lesson's `serve` does first.
#include "01_blocking/echo/serve.h"

namespace l01 {

Endpoint ListenEndpoint(const support::ServeOptions& options) {
  const std::optional<Endpoint> local = Endpoint::Parse(options.bind, options.port);
  if (!local) {
    throw support::UsageError("--bind: '" + options.bind + "' is not an IPv4 or IPv6 address");
  }
  return *local;
}

void AnnounceListening(const Endpoint& local) {
  std::printf("listening on %s\n", local.ToString().c_str());
  std::fflush(stdout);
}

}  // namespace l01
