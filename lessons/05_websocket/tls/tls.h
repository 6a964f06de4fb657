// TLS around a connection, for wss:// (rules R34 to R36).
//
// openssl.cc makes it from OpenSSL 3; in a build without OpenSSL, which is the one for Windows,
// none.cc says why there is none. A real program on Windows would use the system's own TLS,
// Schannel; left out because its interface is a lesson of its own.
#ifndef LESSONS_05_WEBSOCKET_TLS_TLS_H_
#define LESSONS_05_WEBSOCKET_TLS_TLS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace l05 {

/// How far to trust the server behind a wss address.
struct TlsOptions {
  bool verify = true;     // check the certificate chain and the host name; false warns on stderr
  std::string ca_file;    // trusted certificates in PEM; empty: those of the system
  std::string cert_file;  // who we are, for servers that ask: a certificate and its chain in PEM
  std::string key_file;   // its key in PEM; empty: it stands in cert_file
};

/// What SignalCloseEvent carries if the server's certificate was not accepted. The system's codes
/// are positive.
inline constexpr int kTlsUntrusted = -4;

/// Puts TLS around a connected socket, once. The result announces the end of the TLS handshake with
/// SignalConnectEvent, or its failure with SignalCloseEvent; from then on it is a socket like any
/// other.
using TlsWrap = std::function<std::unique_ptr<l04::AsyncSocket>(std::unique_ptr<l04::AsyncSocket>)>;

/// Prepares TLS with the server called `host`, a DNS name or a numeric address. `loop` must outlive
/// the socket. On failure returns an empty function and sets `*error`: certificates that cannot be
/// read, or no TLS in this build.
TlsWrap PrepareTls(l04::PhysicalSocketServer& loop, const std::string& host,
                   const TlsOptions& options, std::string* error);

/// What a server needs to speak TLS.
struct ServerTls {
  TlsWrap wrap;             // puts TLS around the connection of one client; may be used often
  std::string certificate;  // in PEM: whoever trusts it trusts this server
};

/// Makes a certificate for `hosts` on the spot. On failure returns an empty wrap and sets `*error`.
ServerTls PrepareServerTls(l04::PhysicalSocketServer& loop, const std::vector<std::string>& hosts,
                           std::string* error);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_TLS_TLS_H_
