// TLS from OpenSSL: its certificates and its checks.
#include <stdexcept>
#include <utility>

#include "05_websocket/tls/engine.h"
#include "05_websocket/tls/self_signed.h"
#include "05_websocket/tls/socket.h"
#include "05_websocket/tls/tls.h"
#include "support/standard_streams.h"

namespace l05 {

TlsWrap PrepareTls(l04::PhysicalSocketServer& loop, const std::string& host,
                   const TlsOptions& options, std::string* error) {
  // Anybody between here and the server can pose as the server now. That must never go unnoticed,
  // so it is not a line of a log that may be switched off.
  if (!options.verify) {
    support::WriteStandardError("warning: the certificate of " + host + " is not verified\n");
  }
  try {
    // A std::function can be copied, and so must be what it holds.
    auto engine = std::make_shared<TlsEngine>(host, options);
    return [&loop, engine](std::unique_ptr<l04::AsyncSocket> socket) {
      return std::make_unique<TlsSocket>(loop, std::move(socket), engine);
    };
  } catch (const std::runtime_error& problem) {
    *error = problem.what();
    return {};
  }
}

ServerTls PrepareServerTls(l04::PhysicalSocketServer& loop, const std::vector<std::string>& hosts,
                           std::string* error) {
  try {
    SelfSigned made = MakeSelfSigned(hosts);
    const auto context = std::move(made.context);
    return {[&loop, context](std::unique_ptr<l04::AsyncSocket> socket) {
              return std::make_unique<TlsSocket>(loop, std::move(socket),
                                                 std::make_shared<TlsEngine>(context.get()));
            },
            std::move(made.certificate)};
  } catch (const std::runtime_error& problem) {
    *error = problem.what();
    return {};
  }
}

}  // namespace l05
