// ws:// and wss:// addresses (RFC 6455 §3 on the syntax of RFC 3986).
//
// Everything wrong with an address is said here, in one sentence and before any socket exists. The
// path and the query travel exactly as given: a client that "repairs" them asks for something else.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_URI_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_URI_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace l05 {

/// Where a WebSocket lives.
struct Uri {
  bool secure = false;        // wss: TLS around the connection
  std::string credentials;    // "user:password", decoded; empty: none. Never printed
  std::string host;           // DNS name or numeric address, without the brackets of IPv6
  bool host_is_ipv6 = false;  // the host stood in brackets
  std::string zone;           // of a link-local address: the interface, "eth0"; or empty
  std::uint16_t port = 80;    // given, or 80 for ws and 443 for wss
  std::string target = "/";   // path and query: what stands in the request line

  /// The host as the system's resolver takes it: with the zone, "fe80::1%eth0".
  std::string ConnectHost() const;
  /// The value of the Host header: brackets around IPv6, the port unless it is the default one. No
  /// zone: it means something on this machine only, and must not leave it (RFC 6874 §4).
  std::string HostHeader() const;
  /// The whole address again, without user name and password: it is for messages and logs.
  std::string ToString() const;
};

/// Whether `text` begins with "ws://" or "wss://", in any case of the letters (RFC 3986 §3.1).
bool IsWebSocketAddress(std::string_view text);

/// Reads an address. On failure returns nothing and sets `*error` to one sentence.
std::optional<Uri> ParseUri(std::string_view text, std::string* error);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_URI_H_
