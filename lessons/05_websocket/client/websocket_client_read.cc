// Receiving: from read events to messages. See websocket_client.h.
#include <utility>

#include "05_websocket/client/frame_text.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/client/websocket_client_turn.h"
#include "support/trace.h"

namespace l05 {

using std::chrono::milliseconds;

void WebSocketClient::OnReadEvent() {
  // Not calling Recv keeps the one-shot READ event disarmed: nothing more is announced, the
  // system's buffer fills up and TCP slows the server down.
  if (flags_.paused) {
    flags_.read_missed = true;
    return socket_->PauseReading();
  }
  ReadSocket();
}

// [read socket]
void WebSocketClient::ReadSocket() {
  Turn turn(*this);
  // One Recv per event. A loop until "would block" would serve one fast server for ever and starve
  // the other sockets of this thread; if there is more, the next event tells.
  const std::span<char> room = reader_->buffer().WriteSpace();
  const int received = socket_->Recv(room.data(), room.size());
  // -1 is "nothing there", an error or the end of the stream: the close event tells which.
  if (received <= 0) return;
  flags_.heard = true;
  flags_.ping_unanswered = false;
  support::TraceInstant("ws.recv", {{"bytes", received}});
  reader_->buffer().Commit(static_cast<std::size_t>(received));
  ProcessInput(turn);
}
// [read socket]

// Every signal below may run a handler that closes or destroys the client, so each step first asks
// whether there is still something to do.
void WebSocketClient::ProcessInput(const Turn& turn) {
  if (state_ == State::kHandshake && !ReadHandshake(turn)) return;
  while (turn.alive() && MayRead()) {
    const ReadEvent event = reader_->Next();
    switch (event.kind) {
      case ReadEvent::Kind::kNeedMore:
        return;
      case ReadEvent::Kind::kMessage:
        OnMessage(event);
        break;
      case ReadEvent::Kind::kControl:
        OnControl(event);
        break;
      case ReadEvent::Kind::kViolation:
        return Fail(event.violation);
    }
  }
  // What follows a Close frame or a broken rule is dropped, not stored.
  if (turn.alive() && socket_ && !flags_.paused) reader_->buffer().Clear();
}

bool WebSocketClient::MayRead() const {
  if (flags_.paused || flags_.close_received || flags_.failed) return false;
  return socket_ && (state_ == State::kConnected || state_ == State::kClosing);
}

// [read handshake]
// Returns true once the connection is open and frames may follow in the same buffer.
bool WebSocketClient::ReadHandshake(const Turn& turn) {
  ReceiveBuffer& buffer = reader_->buffer();
  std::size_t consumed = 0;
  const auto status = handshake_->Feed(buffer.data(), &consumed);
  buffer.Consume(consumed);
  if (status == HandshakeReader::Status::kNeedMore) return false;
  Log("<-", HeadText(handshake_->head()));
  if (status == HandshakeReader::Status::kFailed) {
    outcome_.handshake = handshake_->failure();
    Drop("handshake with " + where_ + ": " + handshake_->failure().what);
    return false;
  }
  subprotocol_ = handshake_->subprotocol();
  AgreeOnDeflate();
  handshake_.reset();
  deadline_.Cancel();
  SetState(State::kConnected);
  StartIdleTimer();
  SignalOpen(this);
  return turn.alive();
}
// [read handshake]

// Each direction follows what was agreed on for its sender.
void WebSocketClient::AgreeOnDeflate() {
  const std::optional<DeflateParameters>& agreed = handshake_->deflate();
  if (!agreed) return;
  reader_->EnableDeflate(agreed->server_no_context_takeover);
  deflater_.emplace(options_.deflate.level, agreed->client_max_window_bits,
                    agreed->client_no_context_takeover);
}

// The payload still lies in the receive buffer: handlers that keep it must copy it.
void WebSocketClient::OnMessage(const ReadEvent& event) {
  if (options_.log) Log("<-", FrameText(event.opcode, event.payload));
  if (support::TraceIsOn()) {
    support::TraceInstant("ws.message",
                          {{"opcode", OpcodeName(event.opcode)}, {"bytes", event.payload.size()}});
  }
  SignalMessage(this, event.opcode, event.payload);
}

// [control frames]
void WebSocketClient::OnControl(const ReadEvent& event) {
  if (options_.log) Log("<-", FrameText(event.opcode, event.payload));
  switch (event.opcode) {
    case Opcode::kPing:
      return QueueControl(Opcode::kPong, event.payload);
    case Opcode::kClose:
      return OnCloseFrame(event.payload);
    default:
      return;  // a pong: that something arrived was noted already
  }
}

// Both ends may have sent theirs at the same time; then ours is on its way and needs no second one.
void WebSocketClient::OnCloseFrame(std::string_view payload) {
  const ClosePayload close = ParseClosePayload(payload);
  if (close.problem != nullptr) return Fail({close.code, close.problem});
  flags_.close_received = true;
  outcome_.code = close.code;
  outcome_.reason = close.reason;
  if (!flags_.close_queued) {
    // The answer repeats the code (RFC 6455 §5.5.1) and follows the messages that wait.
    QueueClose(close.code, {});
    SetState(State::kClosing);
  }
  StartCloseTimer();  // the server closes TCP now
}
// [control frames]

// [fail]
// "Fail the WebSocket connection" (RFC 6455 §7.1.7): a Close frame that names the reason, behind
// what was queued before, and then the end. Nothing the server sends is answered any more.
void WebSocketClient::Fail(const Violation& violation) {
  flags_.failed = true;
  outcome_.code = violation.code;
  outcome_.reason = violation.what;
  outcome_.what = "failed the connection to " + where_ + " with " + std::to_string(violation.code) +
                  ": " + violation.what;
  if (!flags_.close_queued) QueueClose(violation.code, violation.what);
  if (state_ == State::kConnected) SetState(State::kClosing);
  reader_->buffer().Clear();
  StartCloseTimer();
}
// [fail]

void WebSocketClient::PauseReading() {
  flags_.paused = true;
}

void WebSocketClient::ResumeReading() {
  if (!std::exchange(flags_.paused, false)) return;
  resume_ = server_.CallAfter(milliseconds(0), [this] { GoOnReading(); });
}

// Catches up in the order in which things happened: messages that were read, then octets that wait
// in the system, then the end of the connection.
void WebSocketClient::GoOnReading() {
  const Turn turn(*this);
  if (!socket_ || flags_.paused) return;
  ProcessInput(turn);
  if (!turn.alive() || !socket_ || flags_.paused) return;
  if (std::exchange(flags_.read_missed, false)) ReadSocket();
  if (!turn.alive() || !socket_ || flags_.paused) return;
  if (const auto error = std::exchange(close_missed_, std::nullopt)) OnSocketClose(*error);
}

}  // namespace l05
