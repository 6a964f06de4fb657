// The address of a proxy, and which conversation it wants.
#include "05_websocket/handshake/proxy.h"

#include <algorithm>

#include "01_blocking/sockets/endpoint.h"
#include "05_websocket/handshake/authority.h"
#include "05_websocket/handshake/http_connect.h"
#include "05_websocket/handshake/http_head.h"
#include "05_websocket/handshake/socks5.h"

namespace l05 {
namespace {

// Returns false for one that we do not speak. A proxy behind TLS (https) is left out: it would need
// TLS inside of TLS.
bool TakeScheme(std::string_view* text, Proxy::Kind* kind) {
  const std::size_t end = text->find("://");
  if (end == std::string_view::npos) return true;
  const std::string_view scheme = text->substr(0, end);
  const bool socks = EqualsIgnoringCase(scheme, "socks5") || EqualsIgnoringCase(scheme, "socks5h");
  if (!socks && !EqualsIgnoringCase(scheme, "http")) return false;
  *kind = socks ? Proxy::Kind::kSocks5 : Proxy::Kind::kHttp;
  text->remove_prefix(end + 3);
  return true;
}

}  // namespace

std::string Proxy::ToString() const {
  return (kind == Kind::kHttp ? "http://" : "socks5h://") + l01::HostAndPort(host, port);
}

std::optional<Proxy> ParseProxy(std::string_view text, std::string* error) {
  Proxy proxy;
  if (!TakeScheme(&text, &proxy.kind)) {
    *error = "only http://, socks5:// and socks5h:// are spoken";
    return std::nullopt;
  }
  text = text.substr(0, text.find('/'));  // people write http://proxy:3128/
  Authority authority;
  *error = ReadAuthority(text, &authority);
  if (!error->empty()) return std::nullopt;
  proxy.host = authority.zone.empty() ? authority.host : authority.host + "%" + authority.zone;
  if (authority.port != 0) proxy.port = authority.port;
  proxy.credentials = std::move(authority.credentials);
  return proxy;
}

std::unique_ptr<ProxyTalk> MakeProxyTalk(const Proxy& proxy, const Uri& uri, std::string* error) {
  if (proxy.kind == Proxy::Kind::kHttp) {
    return std::make_unique<HttpConnect>(l01::HostAndPort(uri.host, uri.port), proxy.credentials);
  }
  *error = CheckSocks5(uri.host, proxy.credentials);
  if (!error->empty()) return nullptr;
  return std::make_unique<Socks5>(uri.host, uri.port, proxy.credentials);
}

}  // namespace l05
