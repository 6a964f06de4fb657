// Addresses: building, reading, printing, resolving.
#include "01_blocking/sockets/endpoint.h"

#ifndef _WIN32
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/un.h>
#endif

#include <algorithm>
#include <cstring>
#include <memory>

#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

// The C API's address types overlap in memory by design; memcpy is the way that C++ allows.
template <typename Address>
Address As(const sockaddr_storage& storage) {
  Address address;
  std::memcpy(&address, &storage, sizeof address);
  return address;
}

template <typename Address>
Endpoint From(const Address& address) {
  return Endpoint(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

Endpoint FromIPv4(const in_addr& ip, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr = ip;
  return From(address);
}

// "fe80::1%2" or "fe80::1%eth0": a link-local address says nothing without its zone, the interface
// (RFC 4007 section 11). inet_pton does not know zones.
std::optional<Endpoint> WithZone(const std::string& ip, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_INET6;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;  // asks nobody
  addrinfo* list = nullptr;
  if (::getaddrinfo(ip.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) {
    return std::nullopt;
  }
  const Endpoint endpoint(list->ai_addr, static_cast<socklen_t>(list->ai_addrlen));
  ::freeaddrinfo(list);
  return endpoint;
}

Endpoint FromIPv6(const in6_addr& ip, std::uint16_t port) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  address.sin6_addr = ip;
  return From(address);
}

// "%eth0": a link-local address means something on one network only, and two of them may have the
// same one. Windows itself writes the number.
std::string ZoneText(const sockaddr_in6& address) {
  if (address.sin6_scope_id == 0) return "";
#ifndef _WIN32
  char name[IF_NAMESIZE] = "";
  if (::if_indextoname(address.sin6_scope_id, name) != nullptr) return std::string("%") + name;
#endif
  return "%" + std::to_string(address.sin6_scope_id);
}

}  // namespace

Endpoint::Endpoint() noexcept : storage_{} {
  storage_.ss_family = AF_UNSPEC;
}

Endpoint::Endpoint(const sockaddr* address, socklen_t size) noexcept : storage_{} {
  size_ = std::min<socklen_t>(size, sizeof storage_);
  std::memcpy(&storage_, address, static_cast<std::size_t>(size_));
}

Endpoint Endpoint::Loopback(std::uint16_t port, int family) {
  return *Parse(family == AF_INET6 ? "::1" : "127.0.0.1", port);
}

std::optional<Endpoint> Endpoint::Parse(std::string_view ip, std::uint16_t port) {
  const std::string text(ip);
  if (text.find('%') != std::string::npos) return WithZone(text, port);
  in_addr ipv4{};
  if (::inet_pton(AF_INET, text.c_str(), &ipv4) == 1) return FromIPv4(ipv4, port);
  in6_addr ipv6{};
  if (::inet_pton(AF_INET6, text.c_str(), &ipv6) == 1) return FromIPv6(ipv6, port);
  return std::nullopt;
}

#ifdef _WIN32
std::optional<Endpoint> Endpoint::Local(std::string_view /*path*/) {
  return std::nullopt;  // Windows has them since 2018, and not all of its calls know them
}
#else
std::optional<Endpoint> Endpoint::Local(std::string_view path) {
  sockaddr_un address{};
  // The kernel would take a path without its final zero, and other programs would not find it.
  if (path.empty() || path.size() >= sizeof address.sun_path) return std::nullopt;
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, path.size());
  return From(address);
}
#endif

std::uint16_t Endpoint::port() const noexcept {
  if (family() != AF_INET && family() != AF_INET6) return 0;
  // Both families keep the port in the same place, in network byte order.
  return ntohs(As<sockaddr_in>(storage_).sin_port);
}

std::string Endpoint::ToString() const {
  char ip[INET6_ADDRSTRLEN] = "";
  if (family() == AF_INET) {
    const auto address = As<sockaddr_in>(storage_);
    ::inet_ntop(AF_INET, &address.sin_addr, ip, sizeof ip);
    return std::string(ip) + ":" + std::to_string(port());
  }
  if (family() == AF_INET6) {
    const auto address = As<sockaddr_in6>(storage_);
    ::inet_ntop(AF_INET6, &address.sin6_addr, ip, sizeof ip);
    return "[" + std::string(ip) + ZoneText(address) + "]:" + std::to_string(port());
  }
#ifndef _WIN32
  if (family() == AF_UNIX) return As<sockaddr_un>(storage_).sun_path;
#endif
  return "-";
}

bool operator==(const Endpoint& a, const Endpoint& b) noexcept {
  return a.ToString() == b.ToString();
}

std::vector<Endpoint> Resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;      // both IPv4 and IPv6
  hints.ai_socktype = SOCK_STREAM;  // otherwise each address comes once per socket type
  addrinfo* raw = nullptr;
  const int code = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &raw);
  if (code != 0) throw SocketError("resolve", host, ResolveReason(code));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(raw, ::freeaddrinfo);

  std::vector<Endpoint> endpoints;
  for (const addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    endpoints.emplace_back(entry->ai_addr, static_cast<socklen_t>(entry->ai_addrlen));
  }
  return endpoints;
}

std::string HostAndPort(const std::string& host, std::uint16_t port) {
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace l01
