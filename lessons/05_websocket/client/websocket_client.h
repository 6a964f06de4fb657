// A WebSocket client (RFC 6455) on lesson 04's loop. Its states are drawn in state.h.
//
// It is only the face of parts that have one subject each, and carries what one of them says to the
// others. The questions of a reader, and the file that answers:
//
//   how does a connection begin?         opening.h     what happens to what I send?   sending.h
//   what happens to what arrives?        receiving.h   what does PauseReading do?     read_gate.h
//   how does closing work?               closing.h     who notices a dead server?     keep_alive.h
//   when is something really sent?       turn.h        may a handler destroy me?      life.h
//
// More than ten members, on purpose: one of each part, and their order is what a reader checks.
//
// Contract: belongs to the loop's thread; another thread posts to the loop. After Open() returned
// true there is exactly one SignalClose, and no signal after it. A handler may do everything, even
// destroy the client. Nothing but the request is sent before the server's 101 was accepted.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_H_
#define LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/signal/signal.h"
#include "05_websocket/client/closing.h"
#include "05_websocket/client/deadline.h"
#include "05_websocket/client/keep_alive.h"
#include "05_websocket/client/opening.h"
#include "05_websocket/client/options.h"
#include "05_websocket/client/progress.h"
#include "05_websocket/client/read_gate.h"
#include "05_websocket/client/receiving.h"
#include "05_websocket/client/sending.h"
#include "05_websocket/client/state.h"
#include "05_websocket/client/turn.h"

namespace l05 {

/// One connection at a time to one server.
class WebSocketClient final : private Opening::Events,
                              private Sending::Events,
                              private Receiving::Events,
                              private Closing::Events,
                              private KeepAlive::Events,
                              private Turn::Owner {
 public:
  /// Where the connection is in its life.
  using State = ClientState;

  /// Creates its sockets and timers on `server`, which must outlive the client.
  explicit WebSocketClient(l04::PhysicalSocketServer& server);
  /// Drops the connection without a Close frame and without a signal.
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// Starts to connect. Returns false and sets `*error` if the address or the options are wrong, or
  /// if a connection exists; then nothing was started and no signal comes.
  bool Open(const std::string& address, const ClientOptions& options, std::string* error);

  /// Sends one message. The octets are copied; nothing is kept of `payload`.
  SendStatus SendText(std::string_view payload);
  /// Sends one message of any octets.
  SendStatus SendBinary(std::string_view payload);
  /// Sends a ping of at most 125 octets. Returns false if it was not queued.
  bool SendPing(std::string_view payload);

  /// Starts the close handshake; what was sent before goes out first. Before the connection is open
  /// it gives up connecting. kNoStatusReceived sends an empty Close frame. Returns false for a code
  /// or a reason that must not be sent, or if there is nothing to close.
  bool Close(std::uint16_t code = kNormalClosure, std::string_view reason = {});

  /// Stops reading. The system's buffer fills up and TCP then slows the server down. No deadline
  /// runs out meanwhile: a Close() waits for the server's answer until ResumeReading was called.
  void PauseReading();
  /// Reads on.
  void ResumeReading();

  /// Where the connection is.
  State state() const { return state_; }
  /// The subprotocol that the server chose, or an empty string.
  const std::string& subprotocol() const { return opened_.subprotocol; }
  /// True if both ends agreed on permessage-deflate.
  bool compressed() const { return sending_.compressed(); }
  /// SO_SNDBUF as the system reports it (Linux doubles what it was asked for), 0 before connecting.
  int send_buffer() const { return opened_.send_buffer; }
  /// What has moved on this connection so far; for whoever waits for its silence.
  Progress progress() const;
  /// Whether a message has begun to arrive and is not complete.
  bool InsideMessage() const { return state_ == State::kConnected && receiving_.InsideMessage(); }
  /// Octets that the system's send buffer did not take yet.
  std::size_t queued() const { return opening_ ? opening_->unsent() : sending_.queued(); }

  /// The server's 101 was accepted: messages may be sent.
  l04::Signal<WebSocketClient*> SignalOpen;
  /// A message: kText or kBinary, and its octets, valid during the call.
  l04::Signal<WebSocketClient*, Opcode, std::string_view> SignalMessage;
  /// A ping, which is answered already, or a pong: kPing or kPong, and its octets.
  l04::Signal<WebSocketClient*, Opcode, std::string_view> SignalControl;
  /// The send queue was over its mark and has drained to half of it.
  l04::Signal<WebSocketClient*> SignalWritable;
  /// The end.
  l04::Signal<WebSocketClient*, CloseInfo> SignalClose;

 private:
  void SetState(State state);
  void Disconnect();

  // Opening
  void OnHandshakeBegins() override { SetState(State::kHandshake); }
  void OnOpened() override;
  void OnOpeningFailed(std::string what, std::optional<HandshakeFailure> answer) override;
  // Receiving
  void OnOctets() override {
    ++received_;
    keep_alive_.OnOctets();
  }
  void OnMessage(Opcode opcode, std::string_view payload) override;
  void OnControl(Opcode opcode, std::string_view payload) override;
  void OnViolation(const Violation& violation) override { closing_.ByViolation(violation); }
  void OnTcpEnd(int error) override;
  // Sending
  void OnClosingOctetsSent() override { closing_.OnSent(sending_.queued() == 0); }
  void OnSendBroken() override { closing_.OnSendBroken(); }
  bool OnTurnEnd() override;
  // Keep-alive
  bool OnSilence() override;
  void OnNobodyThere() override;
  Delivery GetDelivery() const override { return sending_.delivery(); }
  // Closing
  void OnClosing() override;
  void OnInputOver() override { receiving_.Ignore(); }
  Progress MadeProgress() const override { return progress(); }
  void OnClosed() override;

  // Each part uses only parts that are declared before it, and is destroyed before them.
  LoopTimers timers_;                 // the loop
  State state_ = State::kNone;        // changed by SetState only
  ClientOptions options_;             // of the current connection
  std::uint64_t received_ = 0;        // times that something arrived, of all connections
  Opened opened_;                     // the socket, and what was agreed on
  Turn turn_;                         // gathers what handlers send
  ReadGate gate_;                     // PauseReading and ResumeReading
  Sending sending_;                   // messages to octets
  Receiving receiving_;               // octets to messages
  Closing closing_;                   // Close frames, and the end
  KeepAlive keep_alive_;              // pings after silence
  std::unique_ptr<Opening> opening_;  // from Open to the 101
  Life life_;                         // ends when a handler destroys this object
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_H_
