// Makes the certificate, then starts the server behind it.
#include "tests/05_websocket/support/tls_peer.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"
#include "tests/support/wait.h"

namespace ws_test {

using test_support::ChildProcess;

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "netladder.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Certificate::Certificate(const std::string& names)
    : cert_(folder_.File("cert.pem")), key_(folder_.File("key.pem")) {
  ChildProcess openssl({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        "/CN=netladder test", "-addext", "subjectAltName=" + names, "-keyout", key_,
                        "-out", cert_});
  if (openssl.WaitExit() != 0) throw std::runtime_error("openssl: " + openssl.Stderr());
}

NginxProxy::NginxProxy(const Certificate& certificate, const std::string& upstream) {
  // Somebody else may take the free port before nginx does.
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (Start(certificate, upstream)) return;
  }
  throw std::runtime_error("nginx does not start: " + process_->Stderr());
}

bool NginxProxy::Start(const Certificate& certificate, const std::string& upstream) {
  port_ = l01::ListenOn(l01::Endpoint::Loopback()).LocalEndpoint().port();
  std::ofstream(folder_.File("nginx.conf"))
      << "daemon off; master_process off; error_log stderr; pid " << folder_.File("pid") << ";\n"
      << "events {}\nhttp {\n  access_log off;\n"
      << "  client_body_temp_path " << folder_.File("body") << ";\n"
      << "  proxy_temp_path " << folder_.File("proxy") << ";\n"
      << "  fastcgi_temp_path " << folder_.File("fastcgi") << ";\n"
      << "  uwsgi_temp_path " << folder_.File("uwsgi") << ";\n"
      << "  scgi_temp_path " << folder_.File("scgi") << ";\n"
      << "  server {\n    listen 127.0.0.1:" << port_ << " ssl;\n"
      << "    ssl_certificate " << certificate.file() << ";\n"
      << "    ssl_certificate_key " << certificate.key() << ";\n"
      << "    location / {\n      proxy_pass http://" << upstream << ";\n"
      << "      proxy_http_version 1.1;\n      proxy_set_header Upgrade $http_upgrade;\n"
      << "      proxy_set_header Connection \"upgrade\";\n    }\n  }\n}\n";
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"/usr/sbin/nginx", "-e", "stderr", "-p", folder_.path().string(),
                               "-c", folder_.File("nginx.conf")});
  bool listens = false;
  test_support::WaitUntil([&] {
    try {
      l01::ConnectTo(l01::Endpoint::Loopback(port_));
      listens = true;
    } catch (const l01::SocketError&) {
      if (process_->WaitExit(std::chrono::milliseconds(5)) != ChildProcess::kStillRunning) {
        return true;  // it gave up
      }
    }
    return listens;
  });
  return listens;
}

std::string NginxProxy::Url(const std::string& target) const {
  return "wss://localhost:" + std::to_string(port_) + target;
}

}  // namespace ws_test
