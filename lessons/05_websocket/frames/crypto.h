// The two things lesson 05 needs from a cryptographic library: SHA-1 and random octets.
//
// crypto_openssl.cc takes them from OpenSSL, crypto_win.cc from Windows' CNG (bcrypt.dll). SHA-1 is
// broken as a signature; the handshake uses it only to prove that the server understood the request
// (RFC 6455 §10.8), for which any function would do.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_CRYPTO_H_
#define LESSONS_05_WEBSOCKET_FRAMES_CRYPTO_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace l05 {

/// A SHA-1 digest: 160 bits.
using Sha1Digest = std::array<std::uint8_t, 20>;

/// The SHA-1 digest of `text`.
/// @throws std::runtime_error if the library refuses.
Sha1Digest Sha1(std::string_view text);

/// Fills `octets` from a cryptographically secure generator seeded by the operating system.
/// @throws std::runtime_error if there is no randomness. There is no second-best source to fall
/// back to: a guessable key is a security hole that nobody would notice.
void FillRandom(std::span<std::uint8_t> octets);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_CRYPTO_H_
