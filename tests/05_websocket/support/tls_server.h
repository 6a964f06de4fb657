// A TLS server for tests, with certificates made on the spot. OpenSSL, POSIX only.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_TLS_SERVER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_TLS_SERVER_H_

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "05_websocket/tls/pipe.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace ws_test {

struct FreeOpenSsl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

/// A key and its certificate.
struct Identity {
  std::unique_ptr<EVP_PKEY, FreeOpenSsl> key;
  std::unique_ptr<X509, FreeOpenSsl> certificate;
};

/// From when to when a certificate is valid, in days from now.
struct Validity {
  int from = -1;  // days
  int to = 1;     // days
};

/// Signs certificates.
class Authority {
 public:
  Authority();
  /// Removes the file that WriteCaFile wrote.
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;
  /// A certificate for `names`, such as "DNS:localhost" or "IP:127.0.0.1".
  Identity Issue(const std::string& names, Validity validity = {}) const;
  /// Writes the authority's own certificate into a file and returns its path.
  std::string WriteCaFile();

 private:
  Identity self_;        // signs itself
  std::string ca_file_;  // written, or empty
};

/// The conversation of a ScriptedServer, through TLS.
class TlsConversation : public Conversation {
 public:
  /// Takes the client's socket over. `wire_cut` is the size in which ciphertext is sent; 0: whole.
  TlsConversation(Conversation& tcp, const Identity& identity, std::size_t wire_cut = 0,
                  int max_version = TLS1_3_VERSION);

  /// The server's side of the TLS handshake. Returns false if it fails.
  bool Accept();
  /// The name that the client asked for, or an empty string.
  std::string ServerName() const;
  /// Says that nothing follows.
  void CloseNotify();
  /// True if the client's close_notify was read.
  bool SawCloseNotify() const;
  /// Asks the client to change its key, too.
  void ChangeKeys();

 protected:
  bool Receive(std::string* received) override;
  void Transmit(const std::string& octets) override;

 private:
  void Flush();
  bool Pull();

  l05::TlsPipe pipe_;                              // what OpenSSL reads and writes
  std::unique_ptr<SSL_CTX, FreeOpenSsl> context_;  // certificate and versions
  std::unique_ptr<SSL, FreeOpenSsl> ssl_;          // the connection
  std::size_t wire_cut_;                           // how to cut the ciphertext
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_TLS_SERVER_H_
