// The part of an address that says where: "user:password@host:port" (RFC 3986 §3.2).
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_AUTHORITY_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_AUTHORITY_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace l05 {

/// Who, where.
struct Authority {
  std::string credentials;    // "user:password", decoded; empty if there was no '@'
  std::string host;           // DNS name or numeric address, without the brackets of IPv6
  bool host_is_ipv6 = false;  // the host stood in brackets
  std::string zone;           // of a link-local address: the interface, "eth0"; or empty
  std::uint16_t port = 0;     // 0: none was given
};

/// Takes "user:password@host:port", "[v6]" and everything between apart. Returns what is wrong, or
/// nothing. A password is never repeated in what is wrong.
std::string ReadAuthority(std::string_view text, Authority* authority);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_AUTHORITY_H_
