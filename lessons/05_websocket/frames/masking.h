// Masking: every octet a client sends is XORed with a key of four octets (RFC 6455 §5.3).
//
// It hides nothing from a reader, since the key travels in the same frame. It keeps a hostile web
// page from choosing the exact octets on the wire and so from feeding a fake HTTP response to a
// proxy that does not know WebSocket (§10.3). That works only if the key cannot be guessed.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_MASKING_H_
#define LESSONS_05_WEBSOCKET_FRAMES_MASKING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace l05 {

/// The four octets of a masking key, in the order they have on the wire.
using MaskingKey = std::array<std::uint8_t, 4>;

/// Masks or unmasks (XOR undoes itself) `size` octets in place. `phase` is the number of octets of
/// the same payload that came before: octet i of the payload meets octet i mod 4 of the key.
void ApplyMask(char* data, std::size_t size, const MaskingKey& key, std::size_t phase = 0);

/// Copies `from` to `to` and masks it on the way: one pass over memory instead of two. The two
/// ranges must not overlap.
void CopyMasked(char* to, std::string_view from, const MaskingKey& key, std::size_t phase = 0);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_MASKING_H_
