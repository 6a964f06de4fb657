// SHA-1 and random octets from OpenSSL 3.
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>
#include <stdexcept>

#include "05_websocket/frames/crypto.h"

namespace l05 {

Sha1Digest Sha1(std::string_view text) {
  Sha1Digest digest{};
  unsigned size = 0;
  // EVP_Digest, not the older SHA1(): OpenSSL 3 deprecates the low-level calls.
  const int ok =
      EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), /*impl=*/nullptr);
  if (ok != 1 || size != digest.size()) throw std::runtime_error("EVP_Digest: SHA-1 failed");
  return digest;
}

void FillRandom(std::span<std::uint8_t> octets) {
  if (octets.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
      RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) {
    throw std::runtime_error("RAND_bytes: no random octets");
  }
}

}  // namespace l05
