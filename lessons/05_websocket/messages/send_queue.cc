// In at the end, masked by the only copy; out at the front, and control frames at the cuts.
#include "05_websocket/messages/send_queue.h"

#include <cassert>
#include <cstring>
#include <span>

namespace l05 {

void SendQueue::AppendRaw(std::string_view octets) {
  frame_.masked = false;
  Write(octets);
  cuts_.Add(End());
}

// The header is never masked (RFC 6455 §5.3 masks the payload only).
void SendQueue::BeginFrame(const FrameHeader& header) {
  assert(frame_.left == 0);
  HeaderBuffer octets;
  frame_.masked = false;
  Write({octets.data(), EncodeFrameHeader(header, &octets)});
  frame_ = {header.key, header.masked, 0, header.length};
  if (frame_.left == 0) cuts_.Add(End());
}

void SendQueue::AppendPayload(std::string_view piece) {
  assert(piece.size() <= frame_.left);
  if (piece.empty()) return;  // a frame without payload ended with its header
  frame_.left -= piece.size();
  Write(piece);
  if (frame_.left == 0) cuts_.Add(End());
}

// The only copy a payload sees on its way out, and it is masked by the same pass.
void SendQueue::Write(std::string_view piece) {
  while (!piece.empty()) {
    const std::span<char> room = blocks_.Room();
    const std::string_view part = piece.substr(0, room.size());
    if (frame_.masked) {
      CopyMasked(room.data(), part, frame_.key,
                 static_cast<std::size_t>(frame_.done % frame_.key.size()));
    } else {
      std::memcpy(room.data(), part.data(), part.size());
    }
    blocks_.Commit(part.size());
    frame_.done += part.size();
    piece.remove_prefix(part.size());
  }
}

void SendQueue::AppendFrame(const FrameHeader& header, std::string_view payload) {
  assert(header.length == payload.size());
  BeginFrame(header);
  AppendPayload(payload);
}

void SendQueue::AppendUrgent(const FrameHeader& header, std::string_view payload) {
  if (blocked_) return urgent_.Add(header, payload);
  // While the socket takes everything there is nothing to overtake, and one call sends it all.
  AppendFrame(header, payload);
  cuts_.AddOnly(End());
}

// [flush]
SendQueue::Flushed SendQueue::Flush(const Sink& sink) {
  blocked_ = false;
  while (!empty()) {
    const bool urgent = UrgentIsNext();
    const l01::IoResult sent = sink(urgent ? urgent_.Front() : NextData());
    if (sent.would_block()) {
      blocked_ = true;
      return Flushed::kBlocked;
    }
    if (!sent.ok()) {
      error_ = sent.error;
      return Flushed::kFailed;
    }
    OnSent(urgent, sent.bytes);
  }
  return Flushed::kAll;
}
// [flush]

// A control frame that has begun must be finished; another one must wait for a cut.
bool SendQueue::UrgentIsNext() const {
  return !urgent_.empty() && (urgent_.InsideFrame() || cuts_.IsAt(sent_));
}

// The rest of the first block; only up to the next cut if a control frame waits for it.
std::string_view SendQueue::NextData() const {
  const std::string_view data = blocks_.Front();
  return urgent_.empty() ? data : data.substr(0, cuts_.UpToNext(sent_, data.size()));
}

void SendQueue::OnSent(bool urgent, std::size_t bytes) {
  if (urgent) return urgent_.Consume(bytes);
  blocks_.Consume(bytes);
  sent_ += bytes;
  cuts_.Pass(sent_);
  ends_.Pass(sent_);
}

void SendQueue::Clear() {
  *this = SendQueue();
}

}  // namespace l05
