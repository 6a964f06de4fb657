// A frame is encoded when it is added: its place in the stream is not known yet, its octets are.
#include "05_websocket/messages/urgent_frames.h"

#include <utility>

namespace l05 {

void UrgentFrames::Add(const FrameHeader& header, std::string_view payload) {
  HeaderBuffer octets;
  std::string frame(octets.data(), EncodeFrameHeader(header, &octets));
  const std::size_t header_size = frame.size();
  frame.append(payload);
  if (header.masked) ApplyMask(frame.data() + header_size, payload.size(), header.key);
  size_ += frame.size();
  frames_.push_back(std::move(frame));
  // The oldest goes, unless a part of it is on the wire already.
  const std::ptrdiff_t on_the_wire = InsideFrame() ? 1 : 0;
  while (size_ > kMax && std::ssize(frames_) > on_the_wire + 1) {
    const auto oldest = frames_.begin() + on_the_wire;
    size_ -= oldest->size();
    frames_.erase(oldest);
  }
}

void UrgentFrames::Consume(std::size_t size) {
  sent_ += size;
  size_ -= size;
  if (sent_ < frames_.front().size()) return;
  frames_.pop_front();
  sent_ = 0;
}

}  // namespace l05
