// Masking keys: unpredictable, a fresh one for every frame, and cheap.
//
// RFC 6455 §5.3 asks for a key that a server cannot predict from the ones before, so the octets
// come from a cryptographic generator and never from std::mt19937. A call into it for four
// octets costs hundreds of nanoseconds (std::random_device even tens of thousands on some
// machines), so the pool draws 4 KiB at once and hands out 1024 keys.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_RANDOM_POOL_H_
#define LESSONS_05_WEBSOCKET_FRAMES_RANDOM_POOL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "05_websocket/frames/masking.h"

namespace l05 {

/// Hands out masking keys. One thread at a time; every client owns one.
class RandomPool {
 public:
  /// Fills a block with random octets, or throws.
  using Source = std::function<void(std::span<std::uint8_t>)>;

  /// Draws from the operating system. A test may pass another source.
  RandomPool();
  explicit RandomPool(Source source);

  /// The next key. No octet of the pool is ever used twice.
  MaskingKey NextKey();

 private:
  static constexpr std::size_t kBlock = 4096;

  Source source_;                           // where the octets come from
  std::array<std::uint8_t, kBlock> block_;  // octets drawn; those before next_ are used up
  std::size_t next_ = kBlock;               // first unused octet; kBlock: draw again
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_RANDOM_POOL_H_
