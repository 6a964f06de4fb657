// Servers behind TLS, with a certificate that is made on the spot and trusted by nobody else.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_TLS_PEER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_TLS_PEER_H_

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/child_process.h"

namespace ws_test {

/// A folder for one test, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// The path of a file in it.
  std::string File(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A self-signed certificate for `names`, written by openssl.
class Certificate {
 public:
  /// `names` as in subjectAltName: "DNS:localhost,IP:127.0.0.1".
  explicit Certificate(const std::string& names = "DNS:localhost,IP:127.0.0.1");

  const std::string& file() const { return cert_; }
  const std::string& key() const { return key_; }

 private:
  TemporaryFolder folder_;
  std::string cert_;  // also what a client must trust
  std::string key_;
};

/// nginx that terminates TLS on a free port and passes WebSockets on.
class NginxProxy {
 public:
  /// `upstream` is "HOST:PORT".
  NginxProxy(const Certificate& certificate, const std::string& upstream);

  /// "wss://localhost:PORT" + target.
  std::string Url(const std::string& target) const;

 private:
  bool Start(const Certificate& certificate, const std::string& upstream);

  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<test_support::ChildProcess> process_;
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_TLS_PEER_H_
