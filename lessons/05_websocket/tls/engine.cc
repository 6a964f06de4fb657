// SSL_connect, SSL_read and SSL_write between two pipes, and what their errors mean.
//
// https://docs.openssl.org/3.0/man3/SSL_get_error/
#include "05_websocket/tls/engine.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "01_blocking/sockets/endpoint.h"

namespace l05 {
namespace {

// OpenSSL keeps a list of errors per thread; the first one is the cause.
std::string FirstError() {
  const unsigned long code = ERR_peek_error();  // NOLINT(google-runtime-int): OpenSSL's type
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown error" : reason;
}

void Require(bool ok, const std::string& what) {
  if (!ok) throw std::runtime_error("TLS: " + what + ": " + FirstError());
}

}  // namespace

void TlsEngine::Free::operator()(ssl_ctx_st* context) const {
  SSL_CTX_free(context);
}

void TlsEngine::Free::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

// A context serves one connection only. A real client would keep it for the next one: reading the
// system's certificates takes milliseconds, and sessions could be resumed.
TlsEngine::TlsEngine(const std::string& host, const TlsOptions& options)
    : pipe_(std::make_unique<TlsPipe>()), context_(SSL_CTX_new(TLS_client_method())) {
  ERR_clear_error();
  Require(context_ != nullptr, "no context");
  Require(SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION) == 1, "no TLS 1.2");
  SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION);
  if (options.verify) Trust(options);
  if (!options.cert_file.empty()) NameOurselves(options);
  ssl_.reset(SSL_new(context_.get()));
  Require(ssl_ != nullptr, "no connection");
  if (options.verify || !l01::Endpoint::Parse(host, 0)) NameTheServer(host);
  BIO* const bio = MakePipeBio(pipe_.get());
  SSL_set_bio(ssl_.get(), bio, bio);  // takes it over
  SSL_set_connect_state(ssl_.get());
}

TlsEngine::TlsEngine(ssl_ctx_st* context)
    : pipe_(std::make_unique<TlsPipe>()), ssl_(SSL_new(context)) {
  Require(ssl_ != nullptr, "no connection");
  BIO* const bio = MakePipeBio(pipe_.get());
  SSL_set_bio(ssl_.get(), bio, bio);  // takes it over
  SSL_set_accept_state(ssl_.get());
}

void TlsEngine::Trust(const TlsOptions& options) {
  const char* const file = options.ca_file.c_str();
  if (options.ca_file.empty()) {
    Require(SSL_CTX_set_default_verify_paths(context_.get()) == 1, "the system's certificates");
  } else {
    Require(SSL_CTX_load_verify_file(context_.get(), file) == 1,
            "certificates in " + options.ca_file);
  }
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
}

// A server may ask who we are; this is the answer. The key never travels: it signs the handshake.
void TlsEngine::NameOurselves(const TlsOptions& options) {
  const std::string& key = options.key_file.empty() ? options.cert_file : options.key_file;
  Require(SSL_CTX_use_certificate_chain_file(context_.get(), options.cert_file.c_str()) == 1,
          "certificate in " + options.cert_file);
  Require(SSL_CTX_use_PrivateKey_file(context_.get(), key.c_str(), SSL_FILETYPE_PEM) == 1,
          "key in " + key);
}

// A valid certificate of somebody else proves nothing, so OpenSSL must know whom we meant. A name
// is also sent in the open (SNI, RFC 6066 §3): a server with many names chooses its certificate by
// it. An address is not, because SNI has no form for one.
void TlsEngine::NameTheServer(const std::string& host) {
  if (l01::Endpoint::Parse(host, 0)) {
    X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl_.get());
    Require(X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1, "address " + host);
    return;
  }
  // "example.com." is the same name, but no certificate spells it with the dot.
  const std::string name = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
  SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  Require(SSL_set1_host(ssl_.get(), name.c_str()) == 1, "name " + name);
  // What the macro SSL_set_tlsext_host_name stands for, without its old-style cast.
  const auto set = SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                            const_cast<char*>(name.c_str()));
  Require(set == 1, "name " + name);
}

TlsEngine::Status TlsEngine::Handshake() {
  ERR_clear_error();  // SSL_get_error looks at the thread's list: it must be this call's
  return Judge(SSL_do_handshake(ssl_.get()));
}

TlsEngine::Status TlsEngine::Read(std::span<char> room, std::size_t* received) {
  ERR_clear_error();
  return Judge(SSL_read_ex(ssl_.get(), room.data(), room.size(), received));
}

TlsEngine::Status TlsEngine::Write(std::string_view text) {
  ERR_clear_error();
  std::size_t written = 0;
  return Judge(SSL_write_ex(ssl_.get(), text.data(), text.size(), &written));
}

void TlsEngine::CloseNotify() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

bool TlsEngine::CanRead() {
  ERR_clear_error();
  char octet = 0;
  std::size_t size = 0;
  return SSL_peek_ex(ssl_.get(), &octet, 1, &size) == 1;
}

bool TlsEngine::Ended() const {
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

// SSL_ERROR_WANT_WRITE cannot come: the pipe takes everything.
TlsEngine::Status TlsEngine::Judge(int result) {
  if (result == 1) return Status::kOk;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Status::kNeedInput;
    case SSL_ERROR_ZERO_RETURN:
      return Status::kEnd;
    default:
      if (error_.empty()) error_ = "TLS: " + Reason();
      return Status::kFailed;
  }
}

// "certificate verify failed" is true and useless; the result of the check says which way.
std::string TlsEngine::Reason() const {
  if (!Untrusted()) return FirstError();
  return std::string("the server's certificate is not accepted: ") +
         X509_verify_cert_error_string(SSL_get_verify_result(ssl_.get()));
}

bool TlsEngine::Untrusted() const {
  const bool wanted = SSL_get_verify_mode(ssl_.get()) != SSL_VERIFY_NONE;
  return wanted && SSL_get_verify_result(ssl_.get()) != X509_V_OK;
}

}  // namespace l05
