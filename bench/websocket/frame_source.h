// An endless stream of masked text frames in memory, read as from a socket: up to 64 KiB at a time.
#ifndef BENCH_WEBSOCKET_FRAME_SOURCE_H_
#define BENCH_WEBSOCKET_FRAME_SOURCE_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "05_websocket/frames/frame.h"
#include "05_websocket/frames/masking.h"
#include "websocket/texts.h"

namespace bench {

/// The frames of a client that sends the same message over and over.
class FrameSource {
 public:
  /// Messages of `size` octets of mixed text.
  explicit FrameSource(std::size_t size) {
    l05::FrameHeader header;
    header.masked = true;
    header.key = {0x37, 0xFA, 0x21, 0x3D};
    header.length = size;
    l05::HeaderBuffer octets;
    std::string frame(octets.data(), l05::EncodeFrameHeader(header, &octets));
    std::string payload = Repeated(kMixedText, size);
    l05::ApplyMask(payload.data(), payload.size(), header.key);
    frame += payload;
    while (octets_.size() < kRound) octets_ += frame;
  }

  /// Copies the next octets to `to`, at most `room`. Returns how many.
  std::size_t Read(void* to, std::size_t room) {
    const std::size_t size = std::min({room, kOneRead, octets_.size() - at_});
    std::memcpy(to, octets_.data() + at_, size);
    at_ = (at_ + size) % octets_.size();
    return size;
  }

 private:
  static constexpr std::size_t kOneRead = 64 * 1024;
  static constexpr std::size_t kRound = 256 * 1024;  // stays in the second-level cache

  std::string octets_;  // whole frames
  std::size_t at_ = 0;  // what Read gives next
};

}  // namespace bench

#endif  // BENCH_WEBSOCKET_FRAME_SOURCE_H_
