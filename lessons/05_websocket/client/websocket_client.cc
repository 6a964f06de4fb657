// The life of a connection: states, deadlines, close. See websocket_client.h.
#include "05_websocket/client/websocket_client.h"

#include <cassert>
#include <utility>

#include "05_websocket/client/websocket_client_turn.h"
#include "05_websocket/frames/utf8.h"
#include "support/trace.h"

namespace l05 {

using std::chrono::milliseconds;
using State = WebSocketClient::State;

WebSocketClient::WebSocketClient(l04::PhysicalSocketServer& server)
    : server_(server), life_(std::make_shared<char>()) {}

WebSocketClient::~WebSocketClient() = default;

// The only place that changes the state, so no step can be skipped unnoticed. It is traced, because
// the states over time are the shortest account of a connection.
void WebSocketClient::SetState(State state) {
  assert(MayFollow(state_, state));
  state_ = state;
  support::TraceInstant("ws.state", {{"state", StateName(state)}});
  Log("**", std::string(StateName(state)));
}

// TCP ended. Whether that is good or bad depends on what was said before, and only the state knows.
// The article logs it and goes on sending.
void WebSocketClient::OnSocketClose(int error) {
  // Expected: after a broken rule we wait for nothing else, and after both Close frames even a
  // reset, or TLS without its close_notify, only means that the server was in a hurry: the Close
  // frame has told us already that nothing is missing.
  if (flags_.failed || flags_.close_received) return Finish();
  if (flags_.paused) {  // messages that were read may still wait for ResumeReading
    close_missed_ = error;
    return;
  }
  const std::string reason = error == 0 ? "closed by the server" : socket_->ErrorText(error);
  if (state_ == State::kConnecting) return Drop("TLS handshake with " + where_ + ": " + reason);
  if (state_ == State::kHandshake) return OnCloseInHandshake(error == 0 ? "" : reason);
  Drop("connection to " + where_ + ": " + reason +
       (reader_->InsideMessage() ? " in the middle of a message" : " without a Close frame"));
}

// A refusal whose body ends with the connection is complete now. What the server said is worth more
// than how TCP ended.
void WebSocketClient::OnCloseInHandshake(const std::string& system_reason) {
  handshake_->OnEnd();
  outcome_.handshake = handshake_->failure();
  const HandshakeFailure& failure = *outcome_.handshake;
  const bool answered = failure.status != 0 || system_reason.empty();
  Drop("handshake with " + where_ + ": " + (answered ? failure.what : system_reason));
}

// [close]
bool WebSocketClient::Close(std::uint16_t code, std::string_view reason) {
  // A code or reason that must not travel would make the server fail the connection with 1002, and
  // our mistake would look like a broken frame.
  const bool empty = code == kNoStatusReceived && reason.empty();
  if (!empty && !IsLegalCloseCode(code)) return false;
  if (reason.size() > kMaxCloseReason || !IsUtf8(reason)) return false;
  if (state_ == State::kConnecting || state_ == State::kHandshake) {
    DropLater("closed by the application before the connection was open");
    return true;
  }
  if (state_ != State::kConnected) return false;
  const Turn turn(*this);
  QueueClose(code, reason);
  SetState(State::kClosing);
  StartCloseTimer();
  return true;
}
// [close]

// Runs again whenever octets have moved, so that a long queue towards a slow server is not cut off.
void WebSocketClient::StartCloseTimer() {
  SetDeadline(options_.deadlines.close, [this] {
    // After both Close frames the server should close TCP first (RFC 6455 §7.1.1), but if it does
    // not there is nothing left to lose.
    if (flags_.close_received || flags_.failed) return Finish();
    Drop("no Close frame from " + where_ + " within " + TimeText(options_.deadlines.close));
  });
}

// One timer serves all states, because a connection waits for one thing at a time. Zero: no limit.
void WebSocketClient::SetDeadline(milliseconds limit, std::function<void()> on_passed) {
  deadline_ = limit.count() == 0 ? l04::Timer() : server_.CallAfter(limit, std::move(on_passed));
}

// A ping after a time of silence; no answer to it within the same time means that nobody is there.
// TCP alone would not notice: a peer that lost its power sends nothing, not even a reset, and a
// connection on which we only receive waits for ever.
void WebSocketClient::StartIdleTimer() {
  if (options_.deadlines.idle_ping.count() == 0) return;
  idle_ = server_.CallAfter(options_.deadlines.idle_ping, [this] {
    const Turn turn(*this);
    // While the application does not read, silence is its own doing and says nothing.
    if (flags_.paused) return StartIdleTimer();
    if (flags_.ping_unanswered) {
      return Drop("no answer to a ping within " + TimeText(options_.deadlines.idle_ping));
    }
    if (!flags_.heard) flags_.ping_unanswered = SendPing({});
    flags_.heard = false;
    StartIdleTimer();
  });
}

// The connection did not end as it should. 1006 is the code for such reports; it never travels
// (RFC 6455 §7.1.5).
void WebSocketClient::Drop(std::string what) {
  outcome_.code = kAbnormalClosure;
  outcome_.reason.clear();
  outcome_.what = std::move(what);
  Finish();
}

// For failures found inside a call of the user: no signal comes before that call has returned.
void WebSocketClient::DropLater(const std::string& what) {
  connector_.reset();
  Disconnect();
  SetState(State::kClosing);
  deadline_ = server_.CallAfter(milliseconds(0), [this, what] { Drop(what); });
}

// Slots first: nothing that still happens to the socket may come back here.
void WebSocketClient::Disconnect() {
  slots_.clear();
  socket_.reset();
  queue_.Clear();
  idle_.Cancel();
  flush_.Cancel();
  flush_pending_ = false;
  resume_.Cancel();
}

// [finish]
// Every way to the end leads through here, and the state makes sure that it is walked once: exactly
// one SignalClose per connection.
void WebSocketClient::Finish() {
  outcome_.clean = flags_.close_received && flags_.close_sent;
  if (outcome_.what.empty()) {
    outcome_.what = "closed with " + std::to_string(outcome_.code) + " (" +
                    std::string(CloseCodeName(outcome_.code)) + ")";
    if (!outcome_.reason.empty()) outcome_.what += ": " + outcome_.reason;
  }
  connector_.reset();
  Disconnect();
  deadline_.Cancel();
  SetState(State::kClose);
  Log("**", outcome_.what);
  const CloseInfo outcome = outcome_;  // a handler may open the next connection
  SignalClose(this, outcome);          // or destroy this object: nothing may follow
}
// [finish]

void WebSocketClient::Log(std::string_view direction, const std::string& text) const {
  if (options_.log) options_.log(std::string(direction) + " " + text);
}

}  // namespace l05
