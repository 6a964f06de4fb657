// Sending: from messages to octets that the system took. See websocket_client.h.
#include <cassert>

#include "05_websocket/client/frame_text.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/client/websocket_client_turn.h"
#include "05_websocket/frames/utf8.h"
#include "support/trace.h"

namespace l05 {

using std::chrono::milliseconds;

SendStatus WebSocketClient::SendText(std::string_view payload) {
  // A server must fail the connection over bad text. Better to tell the caller here.
  if (!IsUtf8(payload)) return SendStatus::kNotUtf8;
  return SendMessage(Opcode::kText, payload);
}

SendStatus WebSocketClient::SendBinary(std::string_view payload) {
  return SendMessage(Opcode::kBinary, payload);
}

// [send message]
SendStatus WebSocketClient::SendMessage(Opcode opcode, std::string_view payload) {
  if (state_ != State::kConnected || flags_.send_broken) return SendStatus::kNotOpen;
  if (queue_.size() >= options_.high_water) {
    flags_.over_mark = true;
    return SendStatus::kRefused;
  }
  QueueMessage(opcode, payload);
  if (flags_.send_broken) return SendStatus::kNotOpen;
  FlushSoon();
  if (queue_.size() < options_.high_water) return SendStatus::kQueued;
  flags_.over_mark = true;
  return SendStatus::kFull;
}

// A short message would grow rather than shrink, so compressed and uncompressed ones alternate
// (rule R32). A compressed one must be sent in any case: the next one may refer to it.
void WebSocketClient::QueueMessage(Opcode opcode, std::string_view payload) {
  if (options_.log) Log("->", FrameText(opcode, payload));
  const bool compressed = deflater_ && payload.size() >= options_.deflate.min_size;
  if (compressed) payload = deflater_->Compress(payload);
  FrameHeader header = NextHeader(opcode, payload);
  header.rsv1 = compressed;
  queue_.BeginFrame(header);
  QueuePayload(payload);
}

// A large message goes through the queue block by block: mask 64 KiB, send them while they are in
// the processor's cache, and only when the system takes no more keep the rest.
void WebSocketClient::QueuePayload(std::string_view payload) {
  while (!payload.empty()) {
    const std::string_view block = payload.substr(0, SendQueue::kBlockSize);
    queue_.AppendPayload(block);
    payload.remove_prefix(block.size());
    if (queue_.size() >= SendQueue::kBlockSize && !queue_.blocked()) Flush();
    if (flags_.send_broken) return;  // and the queue was emptied, in the middle of this frame
  }
}
// [send message]

// A fresh key for every frame, control frames included (RFC 6455 §5.3).
FrameHeader WebSocketClient::NextHeader(Opcode opcode, std::string_view payload) {
  FrameHeader header;
  header.opcode = opcode;
  header.masked = true;
  header.key = masks_.NextKey();
  header.length = payload.size();
  return header;
}

bool WebSocketClient::SendPing(std::string_view payload) {
  if (state_ != State::kConnected || payload.size() > kMaxControlPayload) return false;
  QueueControl(Opcode::kPing, payload);
  FlushSoon();
  return true;
}

// Control frames may overtake messages that wait, but never cut one in two (§5.5).
void WebSocketClient::QueueControl(Opcode opcode, std::string_view payload) {
  if (options_.log) Log("->", FrameText(opcode, payload));
  queue_.AppendUrgent(NextHeader(opcode, payload), payload);
}

// Behind everything that waits: a Close frame says that no data follows (§5.5.1), so it must not
// overtake any.
void WebSocketClient::QueueClose(std::uint16_t code, std::string_view reason) {
  const std::string payload = EncodeClosePayload(code, FitCloseReason(reason));
  if (options_.log) Log("->", FrameText(Opcode::kClose, payload));
  queue_.AppendFrame(NextHeader(Opcode::kClose, payload), payload);
  flags_.close_queued = true;
}

// Inside a handler the end of the turn sends. Outside, a timer that is due at once does: whatever
// the caller sends in a row shares one system call.
void WebSocketClient::FlushSoon() {
  if (turn_depth_ > 0 || flush_pending_) return;
  flush_pending_ = true;
  flush_ = server_.CallAfter(milliseconds(0), [this] { const Turn turn(*this); });
}

// [flush]
void WebSocketClient::Flush() {
  if (!socket_ || flags_.send_broken || queue_.empty()) return;
  const std::size_t before = queue_.size();
  const auto result = queue_.Flush([this](std::string_view octets) -> l01::IoResult {
    const int sent = socket_->Send(octets.data(), octets.size());
    support::TraceInstant("ws.send", {{"bytes", octets.size()}, {"sent", sent}});
    if (sent > 0) return {l01::IoResult::Status::kBytes, static_cast<std::size_t>(sent), 0};
    if (sent == 0 || socket_->IsBlocking()) return {l01::IoResult::Status::kWouldBlock, 0, 0};
    return {l01::IoResult::Status::kError, 0, socket_->GetError()};
  });
  if (result == SendQueue::Flushed::kFailed) {
    // The server may have sent its last words before it broke the connection. They are still
    // readable, so the end is left to the close event.
    flags_.send_broken = true;
    queue_.Clear();
    if (state_ != State::kHandshake) StartCloseTimer();
    return;
  }
  if (queue_.size() < before) OnProgress();
}
// [flush]

// Octets have left. While closing that is a sign of life: the deadline starts anew.
void WebSocketClient::OnProgress() {
  if (!flags_.close_queued) return;
  StartCloseTimer();
  if (!queue_.empty() || flags_.close_sent) return;
  flags_.close_sent = true;
  // After a failure nothing more is expected of the server: end our direction. Closing the socket
  // now could destroy our Close frame, because TCP answers data that nobody reads with a reset.
  if (flags_.failed) socket_->ShutdownSend();
}

bool WebSocketClient::OwesWritable() const {
  return flags_.over_mark && state_ == State::kConnected && !flags_.send_broken &&
         queue_.size() <= options_.high_water / 2;
}

// The end of the outermost handler: one send for everything it queued.
void WebSocketClient::EndTurn() {
  flush_pending_ = false;
  Flush();
  if (!OwesWritable()) return;
  flags_.over_mark = false;
  const std::weak_ptr<char> life = life_;
  SignalWritable(this);
  if (life.expired()) return;
  // What the handler queued goes out now; if that drains at once the next signal waits for the next
  // turn, so that one fast producer does not keep the loop for itself.
  Flush();
  if (OwesWritable()) {
    flush_pending_ = true;
    flush_ = server_.CallAfter(milliseconds(0), [this] { const Turn turn(*this); });
  }
}

}  // namespace l05
