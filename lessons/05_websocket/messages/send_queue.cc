// Small messages are copied together, large ones wait as they are.
#include "05_websocket/messages/send_queue.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace l05 {
namespace {

// How many passed frame ends may lie around before the list is compacted.
constexpr std::size_t kMaxPassedEnds = 1024;

}  // namespace

void SendQueue::AppendRaw(std::string_view octets) {
  masked_ = false;
  Write(octets);
  MarkFrameEnd();
}

// The header is never masked (RFC 6455 §5.3 masks the payload only).
void SendQueue::BeginFrame(const FrameHeader& header) {
  assert(payload_left_ == 0);
  HeaderBuffer octets;
  masked_ = false;
  Write({octets.data(), EncodeFrameHeader(header, &octets)});
  key_ = header.key;
  masked_ = header.masked;
  phase_ = 0;
  payload_left_ = header.length;
  if (payload_left_ == 0) MarkFrameEnd();
}

void SendQueue::AppendPayload(std::string_view piece) {
  assert(piece.size() <= payload_left_);
  if (piece.empty()) return;  // a frame without payload ended with its header
  payload_left_ -= piece.size();
  Write(piece);
  if (payload_left_ == 0) MarkFrameEnd();
}

// [write]
// The only copy a payload sees on its way out, and it is masked by the same pass.
void SendQueue::Write(std::string_view piece) {
  while (!piece.empty()) {
    Block& block = BlockWithRoom();
    const std::string_view part = piece.substr(0, kBlockSize - block.end);
    char* const to = block.octets.get() + block.end;
    if (masked_) {
      CopyMasked(to, part, key_, static_cast<std::size_t>(phase_ % key_.size()));
    } else {
      std::memcpy(to, part.data(), part.size());
    }
    block.end += part.size();
    phase_ += part.size();
    size_ += part.size();
    piece.remove_prefix(part.size());
  }
}
// [write]

void SendQueue::AppendFrame(const FrameHeader& header, std::string_view payload) {
  assert(header.length == payload.size());
  BeginFrame(header);
  if (!payload.empty()) AppendPayload(payload);
}

// [append urgent]
void SendQueue::AppendUrgent(const FrameHeader& header, std::string_view payload) {
  // While the socket takes everything there is nothing to overtake, and one call sends it all.
  if (!blocked_) {
    AppendFrame(header, payload);
    barrier_ = sent_ + size_;
    return;
  }
  HeaderBuffer octets;
  std::string frame(octets.data(), EncodeFrameHeader(header, &octets));
  const std::size_t header_size = frame.size();
  frame.append(payload);
  if (header.masked) ApplyMask(frame.data() + header_size, payload.size(), header.key);
  urgent_size_ += frame.size();
  urgent_.push_back(std::move(frame));
  // The oldest goes, unless a part of it is on the wire already.
  const std::ptrdiff_t on_the_wire = urgent_sent_ > 0 ? 1 : 0;
  while (urgent_size_ > kMaxUrgent && std::ssize(urgent_) > on_the_wire + 1) {
    const auto oldest = urgent_.begin() + on_the_wire;
    urgent_size_ -= oldest->size();
    urgent_.erase(oldest);
  }
}
// [append urgent]

// [flush]
SendQueue::Flushed SendQueue::Flush(const Sink& sink) {
  blocked_ = false;
  while (!empty()) {
    const bool urgent = !urgent_.empty() && (urgent_sent_ > 0 || MayOvertake());
    const l01::IoResult sent =
        sink(urgent ? std::string_view(urgent_.front()).substr(urgent_sent_) : NextToSend());
    if (sent.would_block()) {
      blocked_ = true;
      return Flushed::kBlocked;
    }
    if (!sent.ok()) {
      error_ = sent.error;
      return Flushed::kFailed;
    }
    if (urgent) {
      OnUrgentSent(sent.bytes);
    } else {
      OnDataSent(sent.bytes);
    }
  }
  return Flushed::kAll;
}
// [flush]

// The rest of the first block; only up to the next frame boundary if a control frame waits for it.
std::string_view SendQueue::NextToSend() const {
  const Block& block = blocks_.front();
  std::size_t size = block.end - block.begin;
  if (!urgent_.empty() && next_end_ < frame_ends_.size()) {
    size = std::min<std::size_t>(size, static_cast<std::size_t>(frame_ends_[next_end_] - sent_));
  }
  return {block.octets.get() + block.begin, size};
}

// The last block stays where it is: the next frame wants it.
void SendQueue::OnDataSent(std::size_t bytes) {
  Block& block = blocks_.front();
  assert(bytes <= block.end - block.begin);
  block.begin += bytes;
  size_ -= bytes;
  sent_ += bytes;
  PassFrameEnds();
  if (block.begin < block.end) return;
  block.begin = block.end = 0;
  if (blocks_.size() > 1) PutFrontBlockAside();
}

// One sent block is kept and the others are freed. So a connection that keeps up never allocates,
// and one that was slow for a while gives its memory back. A list can hand its element over whole.
void SendQueue::PutFrontBlockAside() {
  if (spare_.empty()) {
    spare_.splice(spare_.begin(), blocks_, blocks_.begin());
  } else {
    blocks_.pop_front();
  }
}

void SendQueue::OnUrgentSent(std::size_t bytes) {
  urgent_sent_ += bytes;
  urgent_size_ -= bytes;
  if (urgent_sent_ < urgent_.front().size()) return;
  urgent_.pop_front();
  urgent_sent_ = 0;
}

// Which frames left with the last send? The list is sorted, so this is a binary search, and used
// entries are dropped in bulk.
void SendQueue::PassFrameEnds() {
  const auto begin = frame_ends_.begin() + static_cast<std::ptrdiff_t>(next_end_);
  const auto next = std::upper_bound(begin, frame_ends_.end(), sent_);
  if (next == begin) return;
  passed_end_ = *(next - 1);
  next_end_ = static_cast<std::size_t>(next - frame_ends_.begin());
  if (next != frame_ends_.end() && next_end_ < kMaxPassedEnds) return;
  frame_ends_.erase(frame_ends_.begin(), next);
  next_end_ = 0;
}

void SendQueue::MarkFrameEnd() {
  frame_ends_.push_back(sent_ + size_);
}

// Blocks instead of one growing string: growing would copy a megabyte that waits for a slow server
// again and again. Not initialised, because every octet is written before it is sent.
SendQueue::Block& SendQueue::BlockWithRoom() {
  if (!blocks_.empty() && blocks_.back().end < kBlockSize) return blocks_.back();
  if (!spare_.empty()) {
    blocks_.splice(blocks_.end(), spare_);
  } else {
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(kBlockSize), 0, 0});
  }
  return blocks_.back();
}

void SendQueue::Clear() {
  *this = SendQueue();
}

}  // namespace l05
