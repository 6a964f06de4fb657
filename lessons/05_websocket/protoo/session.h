// The article's program, put right: one network thread, one application thread, a queue in between.
//
//   application thread                         network thread
//   Request(), Notify(), Stop()  -- Post -->   PhysicalSocketServer::Wait -> WebSocketClient
//   Process() -> your handlers   <-- queue --  ProtooPeer -> event
//
// The application never touches the socket, and the network thread never runs application code. The
// queue is bounded: when it is full the network thread stops reading, so a slow application slows
// the server down instead of filling the memory.
#ifndef LESSONS_05_WEBSOCKET_PROTOO_SESSION_H_
#define LESSONS_05_WEBSOCKET_PROTOO_SESSION_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/signal/signal.h"
#include "05_websocket/client/options.h"
#include "05_websocket/protoo/peer.h"

namespace l05 {

/// A protoo client on a thread of its own. Its functions, signals and callbacks belong to the
/// application's thread, the one that calls Process(). Do not destroy it in a handler.
class ProtooSession {
 public:
  /// Called in Process() with the outcome of a request.
  using Done = ProtooPeer::Done;

  /// How many events may wait for Process() before the network thread stops reading.
  static constexpr std::size_t kDefaultMaxEvents = 1024;

  /// Prepares a session; nothing runs yet. "protoo" is offered as the subprotocol.
  explicit ProtooSession(std::string address, ClientOptions options = {},
                         std::size_t max_events = kDefaultMaxEvents,
                         l04::BackendKind backend = l04::DefaultBackend());
  /// Stops.
  ~ProtooSession();
  ProtooSession(const ProtooSession&) = delete;
  ProtooSession& operator=(const ProtooSession&) = delete;

  /// Starts the network thread and connects. Returns false and sets `*error` if the address or the
  /// options are wrong or the session was started before.
  bool Start(std::string* error);
  /// Closes the connection in order, within its close deadline, and ends the thread. Harmless when
  /// nothing runs. Events that are left can still be processed.
  void Stop();

  /// Sends a request. `done` runs exactly once, in Process().
  void Request(const std::string& method, const Json& data, Done done);
  /// Sends a notification, if the connection is open.
  void Notify(const std::string& method, const Json& data);
  /// Answers a request of the server.
  void Accept(const ProtooRequest& request, const Json& data);
  /// Refuses a request of the server.
  void Reject(const ProtooRequest& request, int error_code, const std::string& error_reason);

  /// Runs the handlers of everything that has happened. Returns how many events there were.
  std::size_t Process();
  /// Waits until there is something to process. Returns false at the deadline.
  bool WaitForEvent(std::chrono::milliseconds deadline);

  /// The server's 101 was accepted.
  l04::Signal<ProtooSession*> SignalOpen;
  /// The server asks: call Accept or Reject. Without a handler the request is rejected with 501.
  l04::Signal<ProtooSession*, ProtooRequest> SignalRequest;
  /// The server tells.
  l04::Signal<ProtooSession*, ProtooNotification> SignalNotification;
  /// Something was ignored, and why.
  l04::Signal<ProtooSession*, std::string> SignalInvalid;
  /// The end of the connection.
  l04::Signal<ProtooSession*, CloseInfo> SignalClose;

 private:
  struct Opened {};
  struct Invalid {
    std::string why;  // what was wrong with it
  };
  struct Answer {
    std::uint64_t ticket = 0;  // which Request() it belongs to
    ProtooResult result;       // its outcome
  };
  using Event = std::variant<Opened, Answer, ProtooRequest, ProtooNotification, Invalid, CloseInfo>;

  // What lives on the network thread, from its start to its end.
  class Network;

  void OnNetwork(std::function<void(Network&)> task);
  void Push(Event event);
  void Dispatch(Event& event);
  void OnRequest(const ProtooRequest& request);
  void FinishRequest(const Answer& answer);
  void FailAllRequestsLater();
  static ProtooResult Closed(std::string why);

  const std::string address_;              // where to connect
  ClientOptions options_;                  // how
  const std::size_t max_events_;           // bound of events_
  l04::PhysicalSocketServer server_;       // the loop; network thread only, except Post and WakeUp
  std::unique_ptr<Network> network_;       // made before the thread starts, then the thread's own
  std::thread thread_;                     // runs Network::Run
  std::mutex mutex_;                       // guards events_ and full_
  std::condition_variable arrived_;        // events_ is not empty
  std::vector<Event> events_;              // what Process() has not taken yet
  bool full_ = false;                      // the network thread was told to stop reading
  std::map<std::uint64_t, Done> waiting_;  // requests without an outcome, by ticket
  std::uint64_t next_ticket_ = 0;          // of the next request
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROTOO_SESSION_H_
