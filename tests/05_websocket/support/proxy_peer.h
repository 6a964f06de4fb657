// Proxies of other people, from Debian's packages, in processes of their own.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_PROXY_PEER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_PROXY_PEER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/05_websocket/support/tls_peer.h"
#include "tests/support/child_process.h"

namespace ws_test {

/// A proxy on a free port of loopback that wants the login "me:secret" if `login`.
class ProxyPeer {
 public:
  /// tinyproxy speaks HTTP, microsocks SOCKS5.
  enum class Kind { kTinyproxy, kMicrosocks };

  /// @throws std::runtime_error if it does not start.
  ProxyPeer(Kind kind, bool login);
  ~ProxyPeer();
  ProxyPeer(const ProxyPeer&) = delete;
  ProxyPeer& operator=(const ProxyPeer&) = delete;

  /// "http://127.0.0.1:PORT", with "me:secret@" in it if there is a login.
  const std::string& url() const { return url_; }
  /// The same without the login.
  const std::string& bare_url() const { return bare_url_; }

 private:
  std::vector<std::string> Command(Kind kind, bool login, std::uint16_t port) const;

  TemporaryFolder folder_;
  std::string url_;
  std::string bare_url_;
  std::unique_ptr<test_support::ChildProcess> process_;
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_PROXY_PEER_H_
