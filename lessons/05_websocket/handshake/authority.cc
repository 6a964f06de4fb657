// From left to right: who, the host, the port.
#include "05_websocket/handshake/authority.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

#include "01_blocking/sockets/endpoint.h"
#include "05_websocket/handshake/percent.h"

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
std::string ReadIpv6(std::string_view text, Authority* authority) {
  const std::size_t percent = text.find('%');
  authority->host = text.substr(0, percent);
  authority->host_is_ipv6 = true;
  const bool is_ipv6 = IsOneOf(':', authority->host) && l01::Endpoint::Parse(authority->host, 1);
  if (!is_ipv6) return "\"" + authority->host + "\" is no IPv6 address";
  if (percent == std::string_view::npos) return {};
  std::string_view zone = text.substr(percent + 1);
  if (zone.starts_with("25")) zone.remove_prefix(2);
  const bool is_zone = !zone.empty() && std::all_of(zone.begin(), zone.end(), [](char c) {
    return IsAlphanumeric(c) || IsOneOf(c, "-._~");
  });
  if (!is_zone) return "\"" + std::string(text) + "\" names no zone";
  authority->zone = zone;
  return {};
}

// What RFC 3986 §3.2.2 allows in a registered name. Whether it exists is the resolver's business.
bool IsName(std::string_view host) {
  return host.size() <= kMaxHost && std::all_of(host.begin(), host.end(), [](char c) {
           return IsAlphanumeric(c) || IsOneOf(c, "-._~!$&'()*+,;=%");
         });
}

// Splits "host", "host:port", "[v6]" or "[v6]:port" and returns what is wrong, or nothing.
std::string ReadHostAndPort(std::string_view text, Authority* authority) {
  std::string_view port;
  if (!text.empty() && text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return "the bracket of the IPv6 address is not closed";
    std::string_view tail = text.substr(close + 1);
    if (!tail.empty() && tail.front() != ':') return "only a port may follow the IPv6 address";
    port = tail.empty() ? tail : tail.substr(1);
    std::string what = ReadIpv6(text.substr(1, close - 1), authority);
    if (!what.empty()) return what;
  } else {
    const std::size_t colon = text.find(':');
    authority->host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
    if (authority->host.empty()) return "the host is missing";
    if (!IsName(authority->host)) return "\"" + authority->host + "\" is no host name";
  }
  if (!ReadPort(port, &authority->port))
    return "\"" + std::string(port) + "\" is no port (1 to 65535)";
  return {};
}

}  // namespace

// The last '@' ends the name, as curl and browsers have it: people paste passwords that contain
// one.
std::string ReadAuthority(std::string_view text, Authority* authority) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return ReadHostAndPort(text, authority);
  std::optional<std::string> credentials = PercentDecode(text.substr(0, at));
  if (!credentials) return "a % in the user name or password must be written as %25";
  authority->credentials = std::move(*credentials);
  if (!IsOneOf(':', text.substr(0, at))) authority->credentials += ':';
  return ReadHostAndPort(text.substr(at + 1), authority);
}

}  // namespace l05
