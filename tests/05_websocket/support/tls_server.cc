// OpenSSL on a blocking socket, on a thread of its own.
#include "tests/05_websocket/support/tls_server.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace ws_test {
namespace {

constexpr long kDay = 24L * 60 * 60;

void Require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

void AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  Require(extension != nullptr, "extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// With no issuer the certificate signs itself.
Identity Make(const std::string& common_name, const Identity* issuer, Validity validity) {
  static long serial = 1;
  Identity made;
  made.key.reset(EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  X509* const certificate = made.certificate.get();
  Require(made.key && certificate != nullptr, "key");
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), validity.from * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate), validity.to * kDay);
  X509_NAME* const name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  const Identity& signer = issuer != nullptr ? *issuer : made;
  X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
  X509_set_pubkey(certificate, made.key.get());
  return made;
}

void Sign(Identity* identity, const Identity& signer) {
  Require(X509_sign(identity->certificate.get(), signer.key.get(), EVP_sha256()) > 0, "signature");
}

}  // namespace

Authority::Authority() : self_(Make("netladder test authority", nullptr, {})) {
  X509* const own = self_.certificate.get();
  AddExtension(own, own, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(own, own, NID_key_usage, "critical,keyCertSign");
  Sign(&self_, self_);
}

Identity Authority::Issue(const std::string& names, Validity validity) const {
  Identity made = Make("server", &self_, validity);
  AddExtension(made.certificate.get(), self_.certificate.get(), NID_subject_alt_name, names);
  Sign(&made, self_);
  return made;
}

Authority::~Authority() {
  if (!ca_file_.empty()) std::remove(ca_file_.c_str());
}

std::string Authority::WriteCaFile() {
  static int count = 0;
  ca_file_ = ::testing::TempDir() + "netladder_ca_" + std::to_string(getpid()) + "_" +
             std::to_string(++count) + ".pem";
  std::FILE* const file = std::fopen(ca_file_.c_str(), "w");
  Require(file != nullptr, "CA file");
  PEM_write_X509(file, self_.certificate.get());
  std::fclose(file);
  return ca_file_;
}

TlsConversation::TlsConversation(Conversation& tcp, const Identity& identity, std::size_t wire_cut,
                                 int max_version)
    : Conversation(std::move(tcp.socket())),
      context_(SSL_CTX_new(TLS_server_method())),
      wire_cut_(wire_cut) {
  SSL_CTX_set_max_proto_version(context_.get(), max_version);
  // Level 0 lets the test offer the old versions that a client must refuse.
  SSL_CTX_set_security_level(context_.get(), 0);
  Require(SSL_CTX_use_certificate(context_.get(), identity.certificate.get()) == 1, "certificate");
  Require(SSL_CTX_use_PrivateKey(context_.get(), identity.key.get()) == 1, "private key");
  ssl_.reset(SSL_new(context_.get()));
  BIO* const bio = l05::MakePipeBio(&pipe_);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_accept_state(ssl_.get());
}

void TlsConversation::Flush() {
  while (!pipe_.output.data().empty()) {
    const std::string all(pipe_.output.data());
    const std::string part = wire_cut_ == 0 ? all : all.substr(0, wire_cut_);
    Conversation::Transmit(part);
    pipe_.output.Consume(part.size());
  }
}

bool TlsConversation::Pull() {
  std::string ciphertext;
  if (!Conversation::Receive(&ciphertext)) return false;
  pipe_.input.Append(ciphertext);
  return true;
}

bool TlsConversation::Accept() {
  for (;;) {
    const int result = SSL_accept(ssl_.get());
    const int error = SSL_get_error(ssl_.get(), result);
    try {
      Flush();
    } catch (const std::exception&) {
      return false;  // the client has gone
    }
    if (result == 1) return true;
    if (error != SSL_ERROR_WANT_READ || !Pull()) return false;
  }
}

bool TlsConversation::Receive(std::string* received) {
  std::array<char, 16384> room{};
  for (;;) {
    std::size_t size = 0;
    const int result = SSL_read_ex(ssl_.get(), room.data(), room.size(), &size);
    const int error = SSL_get_error(ssl_.get(), result);
    if (!pipe_.output.data().empty()) Flush();
    if (result == 1) {
      received->append(room.data(), size);
      return true;
    }
    if (error != SSL_ERROR_WANT_READ || !Pull()) return false;
  }
}

void TlsConversation::Transmit(const std::string& octets) {
  std::size_t written = 0;
  Require(SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written) == 1, "write");
  Flush();
}

std::string TlsConversation::ServerName() const {
  const char* const name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
  return name == nullptr ? "" : name;
}

void TlsConversation::CloseNotify() {
  SSL_shutdown(ssl_.get());
  Flush();
}

bool TlsConversation::SawCloseNotify() const {
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void TlsConversation::ChangeKeys() {
  Require(SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1, "key update");
}

}  // namespace ws_test
