// OpenSSL: a key on the curve P-256, then the fields of the certificate one by one.
#include "05_websocket/tls/self_signed.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "01_blocking/sockets/endpoint.h"

namespace l05 {
namespace {

constexpr long kDay = 24L * 60 * 60;  // NOLINT(google-runtime-int): OpenSSL's type

template <typename T, void (*Release)(T*)>
struct Freer {
  void operator()(T* object) const { Release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freer<X509, X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION, X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;

void Require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(std::string("TLS: cannot make a ") + what);
}

// "DNS:localhost,IP:127.0.0.1"
std::string AlternativeNames(const std::vector<std::string>& hosts) {
  std::string names;
  for (const std::string& host : hosts) {
    names += names.empty() ? "" : ",";
    names += (l01::Endpoint::Parse(host, 0) ? "IP:" : "DNS:") + host;
  }
  return names;
}

void AddExtension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  Require(extension && X509_add_ext(certificate, extension.get(), -1) == 1,
          "certificate's extension");
}

// Two certificates of one issuer must not have the same number: browsers refuse them for good.
void SetRandomSerial(X509* certificate) {
  std::uint64_t serial = 0;
  Require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "number");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1);
}

Cert MakeCertificate(EVP_PKEY* key, const std::vector<std::string>& hosts) {
  Cert certificate(X509_new());
  Require(certificate != nullptr, "certificate");
  X509* const raw = certificate.get();
  X509_set_version(raw, X509_VERSION_3);
  SetRandomSerial(raw);
  X509_gmtime_adj(X509_getm_notBefore(raw), -kDay);  // clocks differ
  X509_gmtime_adj(X509_getm_notAfter(raw), 30 * kDay);
  X509_set_pubkey(raw, key);
  const std::string name = "netladder peer";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(raw, X509_get_subject_name(raw));
  AddExtension(raw, NID_subject_alt_name, AlternativeNames(hosts));
  AddExtension(raw, NID_basic_constraints, "critical,CA:TRUE");
  Require(X509_sign(raw, key, EVP_sha256()) > 0, "signature");
  return certificate;
}

std::string Pem(X509* certificate) {
  const Bio memory(BIO_new(BIO_s_mem()));
  Require(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "PEM text");
  std::string text;
  std::array<char, 4096> part{};
  for (int size = 0; (size = BIO_read(memory.get(), part.data(), part.size())) > 0;) {
    text.append(part.data(), static_cast<std::size_t>(size));
  }
  return text;
}

}  // namespace

SelfSigned MakeSelfSigned(const std::vector<std::string>& hosts) {
  const Key key(EVP_EC_gen("P-256"));
  Require(key != nullptr, "key");
  const Cert certificate = MakeCertificate(key.get(), hosts);
  SelfSigned made{{SSL_CTX_new(TLS_server_method()), SSL_CTX_free}, Pem(certificate.get())};
  Require(made.context != nullptr, "context");
  SSL_CTX_set_min_proto_version(made.context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(made.context.get(), SSL_OP_NO_RENEGOTIATION);
  Require(SSL_CTX_use_certificate(made.context.get(), certificate.get()) == 1 &&
              SSL_CTX_use_PrivateKey(made.context.get(), key.get()) == 1,
          "context");
  return made;
}

}  // namespace l05
