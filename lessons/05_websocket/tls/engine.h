// One end of a TLS connection as a machine without I/O: ciphertext in, plaintext out, and the
// reverse. A test can feed it octet by octet.
//
// By default a client trusts nobody: the certificate must lead to one of the trusted ones, must be
// valid today, and must name the host that was asked for (RFC 6125). TLS 1.2 is the oldest version
// it speaks (RFC 8996), and it never renegotiates.
#ifndef LESSONS_05_WEBSOCKET_TLS_ENGINE_H_
#define LESSONS_05_WEBSOCKET_TLS_ENGINE_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "05_websocket/tls/pipe.h"
#include "05_websocket/tls/tls.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX
struct ssl_st;      // OpenSSL's SSL

namespace l05 {

/// One connection's TLS. One thread.
class TlsEngine {
 public:
  /// Prepares a handshake with `host`. @throws std::runtime_error in one line, for instance if
  /// the trusted certificates cannot be read.
  TlsEngine(const std::string& host, const TlsOptions& options);
  /// The other side: waits for a client, as a server whose certificate stands in `context`.
  explicit TlsEngine(ssl_ctx_st* context);

  /// What a step came to.
  enum class Status {
    kOk,         // it is done
    kNeedInput,  // it goes on when more ciphertext was fed
    kEnd,        // the server said that nothing follows (close_notify)
    kFailed,     // error() says why; final
  };

  /// Takes the handshake as far as what was fed allows.
  Status Handshake();
  /// Decrypts into `room`. `*received` is set with kOk.
  Status Read(std::span<char> room, std::size_t* received);
  /// Encrypts all of `text`.
  Status Write(std::string_view text);
  /// Says that nothing follows from this end. Without it, the other end cannot tell the end of the
  /// data from an attacker who cut the connection (RFC 8446 §6.1).
  void CloseNotify();
  /// True if Read would give something now.
  bool CanRead();
  /// True if the server's close_notify was read.
  bool Ended() const;

  /// Takes ciphertext that arrived.
  void Feed(std::string_view ciphertext) { pipe_->input.Append(ciphertext); }
  /// Ciphertext to send; take off what was sent.
  OctetFifo& output() { return pipe_->output; }
  /// True if the server's certificate was not accepted.
  bool Untrusted() const;
  /// Why a step failed.
  const std::string& error() const { return error_; }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
    void operator()(ssl_st* ssl) const;
  };

  void Trust(const TlsOptions& options);
  void NameOurselves(const TlsOptions& options);
  void NameTheServer(const std::string& host);
  Status Judge(int result);
  std::string Reason() const;

  std::unique_ptr<TlsPipe> pipe_;              // what OpenSSL reads and writes; outlives ssl_
  std::unique_ptr<ssl_ctx_st, Free> context_;  // certificates and rules
  std::unique_ptr<ssl_st, Free> ssl_;          // the connection
  std::string error_;                          // why a step failed
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_TLS_ENGINE_H_
