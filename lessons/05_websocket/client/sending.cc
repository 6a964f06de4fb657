// Read it from top to bottom: it is the way of a message, step by step.
#include "05_websocket/client/sending.h"

#include "05_websocket/client/frame_text.h"
#include "05_websocket/client/socket_io.h"
#include "05_websocket/frames/close_code.h"
#include "05_websocket/frames/utf8.h"

namespace l05 {

// A server must fail the connection over bad text (RFC 6455 §8.1). Better to tell the caller here.
SendStatus Sending::Text(std::string_view payload) {
  if (!IsUtf8(payload)) return SendStatus::kNotUtf8;
  return Message(Opcode::kText, payload);
}

// [send message]
SendStatus Sending::Message(Opcode opcode, std::string_view payload) {
  if (!open_ || broken_) return SendStatus::kNotOpen;
  if (queue_.size() >= options_.high_water) {
    over_mark_ = true;
    return SendStatus::kRefused;
  }
  QueueMessage(opcode, payload);
  if (broken_) {
    --lost_;  // this one is its owner's again
    return SendStatus::kNotOpen;
  }
  turn_.Soon();
  if (queue_.size() < options_.high_water) return SendStatus::kQueued;
  over_mark_ = true;
  return SendStatus::kFull;
}

// A short message would grow rather than shrink, so compressed and uncompressed ones alternate
// (rule R32). A compressed one must be sent in any case: the next one may refer to it.
void Sending::QueueMessage(Opcode opcode, std::string_view payload) {
  if (options_.log) LogLine(options_.log, "->", FrameText(opcode, payload));
  const bool compressed = deflater_ && payload.size() >= options_.deflate.min_size;
  if (compressed) payload = deflater_->Compress(payload);
  FrameHeader header = NextHeader(opcode, payload);
  header.rsv1 = compressed;
  queue_.BeginFrame(header);
  queue_.EndMessage();
  QueuePayload(payload);
}

// A large message goes through the queue block by block: mask 64 KiB, send them while they are in
// the processor's cache, and only when the system takes no more keep the rest.
void Sending::QueuePayload(std::string_view payload) {
  while (!payload.empty()) {
    const std::string_view block = payload.substr(0, SendQueue::kBlockSize);
    queue_.AppendPayload(block);
    payload.remove_prefix(block.size());
    if (queue_.size() >= SendQueue::kBlockSize && !queue_.blocked()) Flush();
    if (broken_) return;  // and the queue was emptied, in the middle of this frame
  }
}
// [send message]

// A fresh key for every frame, control frames included (RFC 6455 §5.3).
FrameHeader Sending::NextHeader(Opcode opcode, std::string_view payload) {
  FrameHeader header;
  header.opcode = opcode;
  header.masked = true;
  header.key = masks_.NextKey();
  header.length = payload.size();
  return header;
}

void Sending::Flush() {
  if (socket_ == nullptr || broken_ || queue_.empty()) return;
  const std::size_t before = queue_.size();
  const auto result = queue_.Flush([this](std::string_view o) { return SendOnce(*socket_, o); });
  if (result == SendQueue::Flushed::kFailed) {
    // The server may have sent its last words before it broke the connection. They are still
    // readable, so the end is left to the close event.
    broken_ = true;
    lost_ += queue_.unsent();
    queue_.Clear();
    return events_.OnSendBroken();
  }
  if (!open_ && queue_.size() < before) events_.OnClosingOctetsSent();
}

void Sending::Control(Opcode opcode, std::string_view payload) {
  if (options_.log) LogLine(options_.log, "->", FrameText(opcode, payload));
  queue_.AppendUrgent(NextHeader(opcode, payload), payload);
  turn_.Soon();
}

void Sending::CloseFrame(std::uint16_t code, std::string_view reason) {
  const std::string payload = EncodeClosePayload(code, FitCloseReason(reason));
  if (options_.log) LogLine(options_.log, "->", FrameText(Opcode::kClose, payload));
  queue_.AppendFrame(NextHeader(Opcode::kClose, payload), payload);
  open_ = false;
}

// Half of the mark, and not the mark itself: else a fast producer is told after every frame.
bool Sending::OwesWritable() const {
  return over_mark_ && open_ && !broken_ && queue_.size() <= options_.high_water / 2;
}

// Where the system says nothing, what it takes from our queue must do.
Delivery Sending::delivery() const {
  if (socket_ == nullptr) return {};
  std::optional<Delivery> known = AskForDelivery(socket_->GetNativeHandle());
  if (!known) return {queue_.sent(), queue_.size()};
  known->unacknowledged += queue_.size();
  return *known;
}

void Sending::Reset() {
  queue_.Clear();
  deflater_.reset();
  lost_ = 0;
  open_ = broken_ = over_mark_ = false;
}

// Each direction follows what was agreed on for its sender (RFC 7692 §7.1).
void Sending::Start(l04::AsyncSocket& socket, const std::optional<DeflateParameters>& deflate) {
  socket_ = &socket;
  open_ = true;
  if (deflate) {
    deflater_.emplace(options_.deflate.level, deflate->client_max_window_bits,
                      deflate->client_no_context_takeover);
  }
  // A write event says "there is room". It does not ask for new messages: the article takes it for
  // that, and sends a new request each time (defect B40).
  on_write_ = socket.SignalWriteEvent.connect([this](auto*) { turn_.Now(); });
}

void Sending::Stop() {
  on_write_.disconnect();
  socket_ = nullptr;
  lost_ += queue_.unsent();
  queue_.Clear();
  open_ = false;
}

}  // namespace l05
