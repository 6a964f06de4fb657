// Takes an address apart from left to right: scheme, host, port, path and query.
#include "05_websocket/handshake/uri.h"

#include <algorithm>

#include "05_websocket/frames/octets.h"
#include "05_websocket/handshake/authority.h"

namespace l05 {
namespace {

bool IsOneOf(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

std::nullopt_t Fail(std::string* error, std::string what) {
  *error = std::move(what);
  return std::nullopt;
}

// Takes "ws://" or "wss://" off the front, in any case of the letters (RFC 3986 §3.1).
bool TakeScheme(std::string_view* rest, Uri* uri) {
  const std::size_t end = rest->find("://");
  if (end == std::string_view::npos) return false;
  std::string scheme(rest->substr(0, end));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (scheme != "ws" && scheme != "wss") return false;
  uri->secure = scheme == "wss";
  uri->port = uri->secure ? 443 : 80;
  rest->remove_prefix(end + 3);
  return true;
}

void TakeOver(Authority authority, Uri* uri) {
  uri->credentials = std::move(authority.credentials);
  uri->host = std::move(authority.host);
  uri->host_is_ipv6 = authority.host_is_ipv6;
  uri->zone = std::move(authority.zone);
  if (authority.port != 0) uri->port = authority.port;
}

std::string PortText(const Uri& uri) {
  return uri.port == (uri.secure ? 443 : 80) ? "" : ":" + std::to_string(uri.port);
}

}  // namespace

std::optional<Uri> ParseUri(std::string_view text, std::string* error) {
  // Blanks and control characters first: CR LF inside the target would end the request line early
  // and let the rest of the address pose as a header of its own.
  if (std::any_of(text.begin(), text.end(), [](char c) { return Octet(c) <= ' ' || c == 0x7F; })) {
    return Fail(error, "the address contains a blank or a control character");
  }
  if (std::any_of(text.begin(), text.end(), [](char c) { return Octet(c) >= 0x80; })) {
    return Fail(error, "the address contains a character outside ASCII; write it as %XX");
  }
  if (IsOneOf('#', text)) return Fail(error, "a WebSocket address has no fragment (#...)");

  Uri uri;
  if (!TakeScheme(&text, &uri)) return Fail(error, "the address must begin with ws:// or wss://");
  const std::size_t path = std::min(text.find_first_of("/?"), text.size());
  Authority authority;
  if (std::string what = ReadAuthority(text.substr(0, path), &authority); !what.empty()) {
    return Fail(error, std::move(what));
  }
  TakeOver(std::move(authority), &uri);
  uri.target = text.substr(path);
  if (uri.target.empty() || uri.target.front() == '?') uri.target.insert(0, "/");
  return uri;
}

bool IsWebSocketAddress(std::string_view text) {
  Uri uri;
  return TakeScheme(&text, &uri);
}

std::string Uri::ConnectHost() const {
  return zone.empty() ? host : host + "%" + zone;
}

// The article prints the IPv4 address as one large number where the port belongs.
std::string Uri::HostHeader() const {
  return (host_is_ipv6 ? "[" + host + "]" : host) + PortText(*this);
}

std::string Uri::ToString() const {
  const std::string scheme = secure ? "wss://" : "ws://";
  if (zone.empty()) return scheme + HostHeader() + target;
  return scheme + "[" + host + "%25" + zone + "]" + PortText(*this) + target;
}

}  // namespace l05
