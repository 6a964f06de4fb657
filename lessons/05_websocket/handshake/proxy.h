// A program between us and the server that makes the connection for us: where it is, and what it is
// spoken to in.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_PROXY_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_PROXY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "05_websocket/handshake/proxy_talk.h"
#include "05_websocket/handshake/uri.h"

namespace l05 {

/// One proxy.
struct Proxy {
  /// What it understands.
  enum class Kind {
    kHttp,    // the method CONNECT (RFC 9110 §9.3.6)
    kSocks5,  // RFC 1928, with user name and password as in RFC 1929
  };
  Kind kind = Kind::kHttp;    // how to speak to it
  std::string host;           // name or numeric address
  std::uint16_t port = 1080;  // curl's default, for both kinds
  std::string credentials;    // "user:password", or empty. Never printed

  /// "http://proxy:3128", for messages to people.
  std::string ToString() const;
};

/// Reads "[http://|socks5://|socks5h://][user:password@]host[:port]". Without a scheme it is HTTP.
/// The server's name is always left to the proxy, as socks5h says: it may be one that only the
/// proxy knows. On failure returns nothing and sets `*error` to one sentence.
std::optional<Proxy> ParseProxy(std::string_view text, std::string* error);

/// The conversation that asks `proxy` for a connection to the server of `uri`. On failure returns
/// null and sets `*error`: a name that is too long for the protocol.
std::unique_ptr<ProxyTalk> MakeProxyTalk(const Proxy& proxy, const Uri& uri, std::string* error);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_PROXY_H_
