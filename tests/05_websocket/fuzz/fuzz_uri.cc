// Target: ws:// and wss:// addresses.
#include <algorithm>
#include <optional>
#include <string>

#include "05_websocket/frames/octets.h"
#include "05_websocket/handshake/uri.h"
#include "tests/05_websocket/fuzz/targets.h"

namespace ws_fuzz {

void FuzzUri(std::string_view octets) {
  std::string error;
  const std::optional<l05::Uri> uri = l05::ParseUri(octets, &error);
  if (!uri) return Require(!error.empty());
  Require(!uri->host.empty() && uri->port != 0 && uri->target.starts_with('/'));
  // Whatever was accepted goes into the request line and the Host header as it is.
  for (const std::string& text : {uri->HostHeader(), uri->target}) {
    Require(std::all_of(text.begin(), text.end(), [](char c) { return l05::Octet(c) > ' '; }));
  }
  const std::optional<l05::Uri> again = l05::ParseUri(uri->ToString(), &error);
  Require(again.has_value());
  Require(again->ToString() == uri->ToString() && again->host == uri->host &&
          again->zone == uri->zone);
  Require(again->port == uri->port && again->secure == uri->secure);
  Require(again->target == uri->target);
}

}  // namespace ws_fuzz
