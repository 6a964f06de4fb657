// A WebSocket client (RFC 6455) on lesson 04's loop. Its states are drawn in state.h.
//
// Contract: belongs to the loop's thread; another thread posts to the loop. After Open() returned
// true there is exactly one SignalClose, and no signal after it. A handler may do everything, even
// destroy the client. Nothing but the request is sent before the server's 101 was accepted.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_H_
#define LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/signal/signal.h"
#include "05_websocket/client/connector.h"
#include "05_websocket/client/options.h"
#include "05_websocket/client/state.h"
#include "05_websocket/frames/random_pool.h"
#include "05_websocket/handshake/uri.h"
#include "05_websocket/messages/deflater.h"
#include "05_websocket/messages/reader.h"
#include "05_websocket/messages/send_queue.h"
#include "05_websocket/tls/tls.h"

namespace l05 {

/// What became of a message that was to be sent.
enum class SendStatus {
  kQueued,   // taken
  kFull,     // taken, and now the queue is over its mark: wait for SignalWritable
  kRefused,  // not taken: the queue was over its mark already
  kNotOpen,  // not taken: there is no open connection
  kNotUtf8,  // not taken: a text message must be UTF-8
};

/// One connection at a time to one server.
class WebSocketClient {
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

  /// Stops reading. The system's buffer fills up and TCP then slows the server down.
  void PauseReading();
  /// Reads on.
  void ResumeReading();

  /// Where the connection is.
  State state() const { return state_; }
  /// The subprotocol that the server chose, or an empty string.
  const std::string& subprotocol() const { return subprotocol_; }
  /// True if both ends agreed on permessage-deflate.
  bool compressed() const { return deflater_.has_value(); }
  /// SO_SNDBUF as the system reports it (Linux doubles what it was asked for), 0 before connecting.
  int send_buffer() const { return send_buffer_; }
  /// Octets that the system's send buffer did not take yet.
  std::size_t queued() const { return queue_.size(); }

  /// The server's 101 was accepted: messages may be sent.
  l04::Signal<WebSocketClient*> SignalOpen;
  /// A message: kText or kBinary, and its octets, valid during the call.
  l04::Signal<WebSocketClient*, Opcode, std::string_view> SignalMessage;
  /// The send queue was over its mark and has drained to half of it.
  l04::Signal<WebSocketClient*> SignalWritable;
  /// The end.
  l04::Signal<WebSocketClient*, CloseInfo> SignalClose;

 private:
  class Turn;

  // What has happened to the current connection.
  struct Flags {
    bool close_queued = false;     // our Close frame is queued or sent: no data may follow it
    bool close_sent = false;       // ... and the system has taken all of it
    bool close_received = false;   // the server's Close frame was read: ignore what follows it
    bool failed = false;           // the server broke a rule: ignore everything it still sends
    bool send_broken = false;      // a send failed; the socket's close event is on its way
    bool over_mark = false;        // Send said kFull or kRefused: SignalWritable is owed
    bool paused = false;           // PauseReading was called
    bool read_missed = false;      // a read event came while paused
    bool heard = false;            // something arrived since the last idle tick
    bool ping_unanswered = false;  // the idle ping was sent and nothing arrived since
  };

  // Life cycle: websocket_client.cc and, up to the request, websocket_client_open.cc
  void SetState(State state);
  void Reset(const ClientOptions& options);
  void StartConnecting(const Uri& uri);
  void OnConnected(std::unique_ptr<l04::AsyncSocket> socket);
  void StartTls();
  void StartHandshake();
  void OnSocketClose(int error);
  void OnCloseInHandshake(const std::string& system_reason);
  void SetDeadline(std::chrono::milliseconds limit, std::function<void()> on_passed);
  void StartCloseTimer();
  void StartIdleTimer();
  void Drop(std::string what);
  void DropLater(const std::string& what);
  void Disconnect();
  void Finish();
  void Log(std::string_view direction, const std::string& text) const;

  // Receiving: websocket_client_read.cc
  void OnReadEvent();
  void ReadSocket();
  void ProcessInput(const Turn& turn);
  bool ReadHandshake(const Turn& turn);
  void AgreeOnDeflate();
  bool MayRead() const;
  void OnMessage(const ReadEvent& event);
  void OnControl(const ReadEvent& event);
  void OnCloseFrame(std::string_view payload);
  void Fail(const Violation& violation);
  void GoOnReading();

  // Sending: websocket_client_write.cc
  SendStatus SendMessage(Opcode opcode, std::string_view payload);
  void QueueMessage(Opcode opcode, std::string_view payload);
  void QueuePayload(std::string_view payload);
  void QueueControl(Opcode opcode, std::string_view payload);
  void QueueClose(std::uint16_t code, std::string_view reason);
  FrameHeader NextHeader(Opcode opcode, std::string_view payload);
  void FlushSoon();
  void Flush();
  void OnProgress();
  void EndTurn();
  bool OwesWritable() const;

  l04::PhysicalSocketServer& server_;         // the loop
  State state_ = State::kNone;                // changed by SetState only
  ClientOptions options_;                     // of the current connection
  std::string where_;                         // the address, for messages to people
  std::string request_;                       // the opening handshake, ready before connecting
  std::string subprotocol_;                   // chosen by the server
  int send_buffer_ = 0;                       // SO_SNDBUF as read back
  std::optional<Connector> connector_;        // while connecting
  TlsWrap tls_;                               // for wss: puts TLS around the connected socket
  std::unique_ptr<l04::AsyncSocket> socket_;  // from connecting to the end
  std::optional<HandshakeReader> handshake_;  // from the request to the 101
  std::optional<MessageReader> reader_;       // also holds the receive buffer
  std::optional<Deflater> deflater_;          // if permessage-deflate was agreed on
  RandomPool masks_;                          // masking keys
  SendQueue queue_;                           // what the system did not take yet
  CloseInfo outcome_;                         // what SignalClose will say
  Flags flags_;                               // what has happened so far
  std::optional<int> close_missed_;           // the error of a close event that came while paused
  int turn_depth_ = 0;                        // handlers that run; sending waits for their end
  bool flush_pending_ = false;                // flush_ is scheduled
  l04::Timer deadline_;                       // of the current state
  l04::Timer idle_;                           // the next idle tick
  l04::Timer flush_;                          // sends what was queued outside a handler
  l04::Timer resume_;                         // goes on reading after ResumeReading
  std::shared_ptr<char> life_;                // expires when a handler destroys this object
  std::vector<l04::Connection> slots_;        // connections to the signals of socket_
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_WEBSOCKET_CLIENT_H_
