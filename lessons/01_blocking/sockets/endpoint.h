// An IP address with a port, IPv4 or IPv6, and how to get one. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_ENDPOINT_H_
#define LESSONS_01_BLOCKING_SOCKETS_ENDPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "01_blocking/sockets/native.h"

namespace l01 {

/// An IPv4 or IPv6 address with a port. A value: copy it freely.
class Endpoint {
 public:
  /// No address at all: family() is AF_UNSPEC, ToString() is "-".
  Endpoint() noexcept;
  /// Copies what a system call filled in.
  Endpoint(const sockaddr* address, socklen_t size) noexcept;

  /// This machine only: 127.0.0.1 or ::1. Port 0 in bind means "any free port".
  static Endpoint Loopback(std::uint16_t port = 0, int family = AF_INET);

  /// Reads a numeric address such as "127.0.0.1", "::1" or "fe80::1%2" (the zone, a network
  /// interface, by number or by name; RFC 4007 §11). Never asks a name server.
  static std::optional<Endpoint> Parse(std::string_view ip, std::uint16_t port);

  /// A place in the file system instead of the network (man 7 unix): AF_UNIX, no port, and
  /// ToString() is the path. Nothing if the path is too long, or on Windows.
  static std::optional<Endpoint> Local(std::string_view path);

  /// The form that bind, connect and sendto take.
  const sockaddr* data() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
  /// The number of bytes behind data().
  socklen_t size() const noexcept { return size_; }
  /// AF_INET, AF_INET6, AF_UNIX or AF_UNSPEC.
  int family() const noexcept { return storage_.ss_family; }
  /// The port in the machine's byte order, 0…65535.
  std::uint16_t port() const noexcept;
  /// "127.0.0.1:80" or "[::1]:80": the brackets keep the last colon unambiguous (RFC 3986 §3.2.2).
  /// A link-local address keeps its zone, "[fe80::1%eth0]:80".
  std::string ToString() const;

  /// The same family, address, zone and port.
  friend bool operator==(const Endpoint& a, const Endpoint& b) noexcept;

 private:
  sockaddr_storage storage_;  // big enough for every family
  socklen_t size_ = 0;        // bytes of storage_ in use
};

/// All addresses of `host`, a name or a numeric address, in the order in which to try them.
/// Blocks, possibly for seconds, while it asks a name server.
/// @throws SocketError if the name has no address.
std::vector<Endpoint> Resolve(const std::string& host, std::uint16_t port);

/// "localhost:80" or "[::1]:80", for error messages about an address that was typed in.
std::string HostAndPort(const std::string& host, std::uint16_t port);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_ENDPOINT_H_
