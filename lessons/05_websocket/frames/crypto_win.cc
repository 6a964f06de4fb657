// SHA-1 and random octets from Windows' CNG, Cryptography API: Next Generation.
//
// https://learn.microsoft.com/windows/win32/seccng/cng-portal. Link with bcrypt.
#include <winsock2.h>  // before windows.h, which would pull in the old winsock.h
// clang-format off
#include <windows.h>
#include <bcrypt.h>
// clang-format on

#include <limits>
#include <stdexcept>

#include "05_websocket/frames/crypto.h"

namespace l05 {
namespace {

// CNG hands out algorithms behind handles; this one closes itself.
class Sha1Provider {
 public:
  Sha1Provider() {
    if (BCryptOpenAlgorithmProvider(&handle_, BCRYPT_SHA1_ALGORITHM, nullptr, 0) != 0) {
      throw std::runtime_error("BCryptOpenAlgorithmProvider: no SHA-1");
    }
  }
  ~Sha1Provider() { BCryptCloseAlgorithmProvider(handle_, 0); }
  Sha1Provider(const Sha1Provider&) = delete;
  Sha1Provider& operator=(const Sha1Provider&) = delete;
  BCRYPT_ALG_HANDLE handle() const { return handle_; }

 private:
  BCRYPT_ALG_HANDLE handle_ = nullptr;  // owned; never null after construction
};

// CNG takes pointers to mutable memory even for what it only reads.
PUCHAR Input(const char* data) {
  return static_cast<PUCHAR>(static_cast<void*>(const_cast<char*>(data)));
}

}  // namespace

Sha1Digest Sha1(std::string_view text) {
  const Sha1Provider provider;
  BCRYPT_HASH_HANDLE hash = nullptr;
  Sha1Digest digest{};
  // BCryptHash would do this in one call, but it came with Windows 10; the course runs on 7.
  bool ok = BCryptCreateHash(provider.handle(), &hash, nullptr, 0, nullptr, 0, 0) == 0;
  ok = ok && BCryptHashData(hash, Input(text.data()), static_cast<ULONG>(text.size()), 0) == 0;
  ok = ok && BCryptFinishHash(hash, digest.data(), static_cast<ULONG>(digest.size()), 0) == 0;
  if (hash != nullptr) BCryptDestroyHash(hash);
  if (!ok) throw std::runtime_error("BCryptHashData: SHA-1 failed");
  return digest;
}

void FillRandom(std::span<std::uint8_t> octets) {
  if (octets.empty()) return;  // BCryptGenRandom refuses a null pointer
  if (octets.size() > std::numeric_limits<ULONG>::max() ||
      BCryptGenRandom(nullptr, octets.data(), static_cast<ULONG>(octets.size()),
                      BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0) {
    throw std::runtime_error("BCryptGenRandom: no random octets");
  }
}

}  // namespace l05
