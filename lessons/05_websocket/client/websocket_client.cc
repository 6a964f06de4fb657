// The functions of the application first, then what the parts say to each other.
//
// A little over 200 lines, on purpose: who is told what, and in which order, is the subject, and
// the way of one event leads through several of these functions.
#include "05_websocket/client/websocket_client.h"

#include <cassert>
#include <utility>

#include "05_websocket/client/frame_text.h"
#include "05_websocket/frames/utf8.h"
#include "support/trace.h"

namespace l05 {

WebSocketClient::WebSocketClient(l04::PhysicalSocketServer& server)
    : timers_(server),
      turn_(timers_, *this),
      gate_(timers_, turn_),
      sending_(options_, turn_, *this),
      receiving_(options_, gate_, *this),
      closing_(timers_, sending_, *this),
      keep_alive_(timers_, gate_, *this) {}

WebSocketClient::~WebSocketClient() = default;

bool WebSocketClient::Open(const std::string& address, const ClientOptions& options,
                           std::string* error) {
  if (state_ != State::kNone && state_ != State::kClose) {
    *error = "a connection exists already";
    return false;
  }
  std::optional<OpeningPlan> plan = PlanOpening(timers_.loop(), address, options, error);
  if (!plan) return false;
  // A client may be opened again after its SignalClose; nothing of the last connection may remain.
  options_ = options;
  opened_ = Opened();
  gate_.Stop();
  sending_.Reset();
  closing_.Reset(plan->uri.ToString(), options_.deadlines.close);
  SetState(State::kInit);
  opening_ = std::make_unique<Opening>(std::move(*plan),
                                       Opening::Place{timers_, options_, gate_, opened_, *this});
  SetState(State::kConnecting);
  opening_->Start();
  return true;
}

SendStatus WebSocketClient::SendText(std::string_view payload) {
  return sending_.Text(payload);
}

SendStatus WebSocketClient::SendBinary(std::string_view payload) {
  return sending_.Message(Opcode::kBinary, payload);
}

bool WebSocketClient::SendPing(std::string_view payload) {
  if (state_ != State::kConnected || payload.size() > kMaxControlPayload) return false;
  sending_.Control(Opcode::kPing, payload);
  return true;
}

bool WebSocketClient::Close(std::uint16_t code, std::string_view reason) {
  // A code or reason that must not travel would make the server fail the connection with 1002, and
  // our mistake would look like a broken frame.
  const bool empty = code == kNoStatusReceived && reason.empty();
  if (!empty && !IsLegalCloseCode(code)) return false;
  if (reason.size() > kMaxCloseReason || !IsUtf8(reason)) return false;
  if (state_ == State::kConnecting || state_ == State::kHandshake) {
    Disconnect();
    SetState(State::kClosing);
    closing_.DropSoon("closed by the application before the connection was open");
    return true;
  }
  if (state_ != State::kConnected) return false;
  turn_.Run([&] { closing_.ByUs(code, reason); });
  return true;
}

void WebSocketClient::PauseReading() {
  gate_.Pause();
}

void WebSocketClient::ResumeReading() {
  gate_.Resume();
}

Progress WebSocketClient::progress() const {
  return {received_, sending_.delivery(), gate_.paused()};
}

// The only place that changes the state, so no step can be skipped unnoticed. It is traced, because
// the states over time are the shortest account of a connection.
void WebSocketClient::SetState(State state) {
  assert(MayFollow(state_, state));
  state_ = state;
  support::TraceInstant("ws.state", {{"state", StateName(state)}});
  LogLine(options_.log, "**", std::string(StateName(state)));
}

// The socket changes hands: from the opening, which is done, to those who read and write. Runs in
// the turn in which the last octet of the 101 was read.
void WebSocketClient::OnOpened() {
  opening_.reset();
  sending_.Start(*opened_.socket, opened_.deflate);
  receiving_.Start(*opened_.socket, std::move(opened_.received), opened_.deflate);
  SetState(State::kConnected);
  keep_alive_.Start(options_.deadlines.idle_ping);
  const Life::Watch here(life_);
  SignalOpen(this);
  if (here.alive()) receiving_.HandOut();  // frames that came behind the 101
}

void WebSocketClient::OnOpeningFailed(std::string what, std::optional<HandshakeFailure> answer) {
  closing_.SetAnswer(std::move(answer));
  closing_.SetFinal(opened_.untrusted);
  closing_.Drop(std::move(what));
}

void WebSocketClient::OnMessage(Opcode opcode, std::string_view payload) {
  SignalMessage(this, opcode, payload);
}

void WebSocketClient::OnControl(Opcode opcode, std::string_view payload) {
  switch (opcode) {
    case Opcode::kPing:
      sending_.Control(Opcode::kPong, payload);  // the same octets (RFC 6455 §5.5.3)
      break;
    case Opcode::kClose:
      return closing_.ByServer(payload);
    default:
      break;  // a pong: that something arrived was noted already
  }
  SignalControl(this, opcode, payload);  // may destroy this object
}

void WebSocketClient::OnTcpEnd(int error) {
  const l04::AsyncSocket& socket = *opened_.socket;
  // The Close frame may have been read in this very turn: our answer leaves now, or never.
  sending_.Flush();
  closing_.OnTcpEnd(error == 0 ? "closed by the server" : socket.ErrorText(error),
                    receiving_.InsideMessage());
}

// One send for everything that the turn queued.
bool WebSocketClient::OnTurnEnd() {
  sending_.Flush();
  if (!sending_.OwesWritable()) return false;
  sending_.ForgetDebt();
  const Life::Watch here(life_);
  SignalWritable(this);
  if (!here.alive()) return false;
  // What the handler queued goes out now. If that drains at once the next signal waits for the next
  // turn: one fast producer must not keep the loop for itself.
  sending_.Flush();
  return sending_.OwesWritable();
}

bool WebSocketClient::OnSilence() {
  bool sent = false;
  turn_.Run([&] { sent = SendPing({}); });
  return sent;
}

void WebSocketClient::OnNobodyThere() {
  closing_.Drop("no answer to a ping within " + TimeText(options_.deadlines.idle_ping));
}

// When the server broke a rule after our own Close frame, the state is kClosing already. From here
// on Closing's deadline watches the server, and no answer to an earlier ping is waited for.
void WebSocketClient::OnClosing() {
  keep_alive_.Stop();
  if (state_ == State::kConnected) SetState(State::kClosing);
}

// The listeners first: nothing that still happens to the socket may come back here.
void WebSocketClient::Disconnect() {
  gate_.Stop();
  sending_.Stop();
  receiving_.Stop();
  keep_alive_.Stop();
  turn_.Cancel();
  opening_.reset();
  opened_.socket.reset();
}

// Every way to the end leads through here, and the state makes sure that it is walked once: exactly
// one SignalClose per connection.
void WebSocketClient::OnClosed() {
  Disconnect();
  closing_.Stop();
  SetState(State::kClose);
  LogLine(options_.log, "**", closing_.outcome().what);
  const CloseInfo outcome = closing_.outcome();  // a handler may open the next connection
  SignalClose(this, outcome);                    // or destroy this object: nothing may follow
}

}  // namespace l05
