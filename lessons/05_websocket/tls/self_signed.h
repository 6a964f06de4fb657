// A certificate made on the spot, for a server that nobody has prepared anything for.
//
// It proves nothing to a stranger: whoever connects must be given it (--ca), or must not care
// (--insecure). But the connection is encrypted, and code that needs TLS can be tried.
#ifndef LESSONS_05_WEBSOCKET_TLS_SELF_SIGNED_H_
#define LESSONS_05_WEBSOCKET_TLS_SELF_SIGNED_H_

#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace l05 {

/// A key, and a certificate that it has signed itself.
struct SelfSigned {
  std::shared_ptr<ssl_ctx_st>
      context;              // for the server's side; the key stands in it and nowhere else
  std::string certificate;  // in PEM
};

/// Makes one for these names and numeric addresses, valid for a month. @throws std::runtime_error.
SelfSigned MakeSelfSigned(const std::vector<std::string>& hosts);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_TLS_SELF_SIGNED_H_
