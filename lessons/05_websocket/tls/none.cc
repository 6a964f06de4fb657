// No TLS in this build, and the sentence that says so.
#include "05_websocket/tls/tls.h"

namespace l05 {

TlsWrap PrepareTls(l04::PhysicalSocketServer& /*loop*/, const std::string& /*host*/,
                   const TlsOptions& /*options*/, std::string* error) {
  *error = "wss needs TLS, and this program was built without OpenSSL";
  return {};
}

ServerTls PrepareServerTls(l04::PhysicalSocketServer& /*loop*/,
                           const std::vector<std::string>& /*hosts*/, std::string* error) {
  *error = "TLS: this program was built without OpenSSL";
  return {};
}

}  // namespace l05
