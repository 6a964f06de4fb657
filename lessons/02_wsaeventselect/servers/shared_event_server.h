// One event object for all sockets, as WebRTC does it: no limit of 64, but a wake-up says only that
// somebody has something, and every socket must be asked. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_SHARED_EVENT_SERVER_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_SHARED_EVENT_SERVER_H_

#include <memory>
#include <vector>

#include "02_wsaeventselect/servers/client_door.h"
#include "02_wsaeventselect/servers/echo_session.h"

namespace l02 {

/// What keeps a signal that comes in the middle of a turn. Without either, a client waits for ever.
enum class TurnOrder {
  kResetFirst,       ///< the event is reset before the first socket is asked
  kSelectEveryTurn,  ///< WebRTC's: every socket is selected again, which signals what is recorded
};

/// An echo server with one event for all clients. Run() on one thread; Stop() from any.
class SharedEventServer {
 public:
  /// Listens on `local`. Needs Winsock to be started. @throws l01::SocketError.
  explicit SharedEventServer(const l01::Endpoint& local, TurnOrder order = TurnOrder::kResetFirst);

  /// The address it listens on.
  l01::Endpoint local() const { return door_.local(); }
  /// Serves until Stop(); may be called again then. @throws l01::SocketError if waiting fails.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop() { ::WSASetEvent(stop_event_.get()); }
  /// The calls of Run() so far. Only while Run() is not running.
  const CallCounts& counts() const { return counts_; }

 private:
  bool Handle(std::size_t index);
  void SelectEverySession();
  void AskEveryoneAsWebRtcDoes();
  void AskEverySession(WSAEVENT event_to_reset);

  OwnedEvent stop_event_;                               // set by Stop()
  OwnedEvent socket_event_;                             // shared by all sessions
  ClientDoor door_;                                     // where clients come in
  std::vector<std::unique_ptr<EchoSession>> sessions_;  // who is connected
  const TurnOrder order_;                               // how a turn goes
  CallCounts counts_;                                   // what it cost
  bool stopped_ = false;                                // the stop event was seen
};

/// The same server with WebRTC's order: a message costs two calls for each client instead of one.
class WebRtcOrderServer : public SharedEventServer {
 public:
  /// Listens on `local`. Needs Winsock to be started. @throws l01::SocketError.
  explicit WebRtcOrderServer(const l01::Endpoint& local)
      : SharedEventServer(local, TurnOrder::kSelectEveryTurn) {}
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_SHARED_EVENT_SERVER_H_
