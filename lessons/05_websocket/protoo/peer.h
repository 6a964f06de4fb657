// protoo on a WebSocketClient: every response finds its request.
//
// The article sends requests and never looks at an id, so it cannot tell one answer from another.
// Here each request has an id, counted up from 10001, a callback and a deadline. Exactly one thing
// happens to it: an answer, a time-out, or the end of the connection.
#ifndef LESSONS_05_WEBSOCKET_PROTOO_PEER_H_
#define LESSONS_05_WEBSOCKET_PROTOO_PEER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/signal/signal.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/protoo/message.h"

namespace l05 {

/// What became of a request.
struct ProtooResult {
  /// Who ended it.
  enum class End {
    kAccepted,  // the server answered with data
    kRejected,  // the server answered with an error
    kTimedOut,  // no answer came in time
    kClosed,    // the connection ended first
  };

  End end = End::kClosed;    // who ended it
  Json data;                 // for kAccepted
  int error_code = 0;        // for kRejected: the server's; else 0
  std::string error_reason;  // why there is no data
  /// True if there is data.
  bool ok() const { return end == End::kAccepted; }
};

/// Speaks protoo over one WebSocketClient. Belongs to the loop's thread. Handlers and callbacks may
/// do everything, even destroy the peer.
class ProtooPeer {
 public:
  /// Called once with the outcome of a request.
  using Done = std::function<void(const ProtooResult& result)>;

  /// The id of the first request, as in the article.
  static constexpr std::uint64_t kFirstId = 10001;
  /// protoo-client's time-out: 1500 ms * (15 + 0.1 * pending requests).
  static constexpr std::chrono::milliseconds kDefaultTimeout{1500};

  /// `server` and `socket` must outlive the peer. The socket's connection must ask for the
  /// subprotocol "protoo".
  ProtooPeer(l04::PhysicalSocketServer& server, WebSocketClient& socket);

  /// Sends a request and returns its id. nullopt: it was not sent, and `done` will not run.
  std::optional<std::uint64_t> Request(const std::string& method, const Json& data, Done done);
  /// Sends a notification. Returns false if it was not sent.
  bool Notify(const std::string& method, const Json& data);
  /// Answers a request of the server. Returns false if the answer was not sent.
  bool Accept(const ProtooRequest& request, const Json& data);
  /// Refuses a request of the server. Returns false if the answer was not sent.
  bool Reject(const ProtooRequest& request, int error_code, const std::string& error_reason);

  /// Replaces the factor 1500 ms of the time-outs to come.
  void set_timeout(std::chrono::milliseconds timeout) { timeout_ = timeout; }
  /// Refuses a request because nobody listens to requests: 501.
  bool RejectUnheard(const ProtooRequest& request);
  /// Requests that wait for their answer.
  std::size_t pending() const { return pending_.size(); }

  /// The server asks. Without a handler the request is rejected with 501.
  l04::Signal<ProtooPeer*, ProtooRequest> SignalRequest;
  /// The server tells.
  l04::Signal<ProtooPeer*, ProtooNotification> SignalNotification;
  /// Something came that is no protoo message, or an answer that nobody waits for. It was ignored.
  l04::Signal<ProtooPeer*, std::string> SignalInvalid;

 private:
  struct Pending {
    Done done;           // whom to tell
    l04::Timer timeout;  // ends the wait
  };

  bool Send(const std::string& text);
  void OnMessage(Opcode opcode, std::string_view payload);
  void OnRequest(const ProtooRequest& request);
  void OnResponse(ProtooResponse response);
  void OnTimeout(std::uint64_t id);
  void OnClose(const CloseInfo& info);
  std::chrono::milliseconds NextTimeout() const;

  l04::PhysicalSocketServer& server_;                    // timers
  WebSocketClient& socket_;                              // the connection
  std::uint64_t next_id_ = kFirstId;                     // of the next request
  std::chrono::milliseconds timeout_ = kDefaultTimeout;  // factor of the time-out
  std::map<std::uint64_t, Pending> pending_;             // requests without an answer, by id
  l04::Connection on_message_;                           // declared last: disconnected first
  l04::Connection on_close_;
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROTOO_PEER_H_
