// Takes an address apart from left to right: scheme, host, port, path and query.
#include "05_websocket/handshake/uri.h"

#include <algorithm>
#include <charconv>

#include "01_blocking/sockets/endpoint.h"
#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

// A DNS name has at most 253 characters (RFC 1035 §2.3.4 with its encoding taken off).
constexpr std::size_t kMaxHost = 253;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

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

// "8080" -> 8080. An empty port is allowed and means the default (RFC 3986 §3.2.3); 0 is no port
// that anybody could connect to.
bool ReadPort(std::string_view digits, std::uint16_t* port) {
  if (digits.empty()) return true;
  unsigned value = 0;
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 10);
  if (problem != std::errc() || end != digits.data() + digits.size()) return false;
  if (value == 0 || value > 65535) return false;
  *port = static_cast<std::uint16_t>(value);
  return true;
}

// "fe80::1%25eth0" -> the address and the interface (RFC 6874 §2). People paste the form of `ip
// addr` as well, with the percent sign alone.
std::string ReadIpv6(std::string_view text, Uri* uri) {
  const std::size_t percent = text.find('%');
  uri->host = text.substr(0, percent);
  uri->host_is_ipv6 = true;
  const bool is_ipv6 = IsOneOf(':', uri->host) && l01::Endpoint::Parse(uri->host, 1);
  if (!is_ipv6) return "\"" + uri->host + "\" is no IPv6 address";
  if (percent == std::string_view::npos) return {};
  std::string_view zone = text.substr(percent + 1);
  if (zone.starts_with("25")) zone.remove_prefix(2);
  const bool is_zone = !zone.empty() && std::all_of(zone.begin(), zone.end(), [](char c) {
    return IsAlphanumeric(c) || IsOneOf(c, "-._~");
  });
  if (!is_zone) return "\"" + std::string(text) + "\" names no zone";
  uri->zone = zone;
  return {};
}

// What RFC 3986 §3.2.2 allows in a registered name. Whether it exists is the resolver's business.
bool IsName(std::string_view host) {
  return host.size() <= kMaxHost && std::all_of(host.begin(), host.end(), [](char c) {
           return IsAlphanumeric(c) || IsOneOf(c, "-._~!$&'()*+,;=%");
         });
}

std::string PortText(const Uri& uri) {
  return uri.port == (uri.secure ? 443 : 80) ? "" : ":" + std::to_string(uri.port);
}

// Splits "host", "host:port", "[v6]" or "[v6]:port" and returns what is wrong, or nothing.
std::string ReadAuthority(std::string_view authority, Uri* uri) {
  if (IsOneOf('@', authority)) return "user names are not part of a WebSocket address";
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return "the bracket of the IPv6 address is not closed";
    std::string_view tail = authority.substr(close + 1);
    if (!tail.empty() && tail.front() != ':') return "only a port may follow the IPv6 address";
    port = tail.empty() ? tail : tail.substr(1);
    std::string what = ReadIpv6(authority.substr(1, close - 1), uri);
    if (!what.empty()) return what;
  } else {
    const std::size_t colon = authority.find(':');
    uri->host = authority.substr(0, colon);
    if (colon != std::string_view::npos) port = authority.substr(colon + 1);
    if (uri->host.empty()) return "the host is missing";
    if (!IsName(uri->host)) return "\"" + uri->host + "\" is no host name";
  }
  if (!ReadPort(port, &uri->port)) return "\"" + std::string(port) + "\" is no port (1 to 65535)";
  return {};
}

}  // namespace

// [parse uri]
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
  if (std::string what = ReadAuthority(text.substr(0, path), &uri); !what.empty()) {
    return Fail(error, std::move(what));
  }
  uri.target = text.substr(path);
  if (uri.target.empty() || uri.target.front() == '?') uri.target.insert(0, "/");
  return uri;
}
// [parse uri]

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

// The characters that stay are the "unreserved" ones of RFC 3986 §2.3: safe in every part of a URI.
std::string PercentEncode(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    if (IsAlphanumeric(c) || IsOneOf(c, "-._~")) {
      out += c;
    } else {
      out += '%';
      out += kHex[Octet(c) >> 4];
      out += kHex[Octet(c) & 0x0F];
    }
  }
  return out;
}

}  // namespace l05
