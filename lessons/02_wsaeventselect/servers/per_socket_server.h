// One event per socket: a wake-up says who, and only that socket is asked. The price is a wall: a
// wait takes 64 events, two of them are the server's own, so 62 clients fit. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_PER_SOCKET_SERVER_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_PER_SOCKET_SERVER_H_

#include <memory>
#include <vector>

#include "02_wsaeventselect/servers/client_door.h"
#include "02_wsaeventselect/servers/echo_session.h"

namespace l02 {

/// An echo server with an event for each client. When it is full, further clients wait in the
/// listener's queue until somebody leaves. Run() on one thread; Stop() from any.
class PerSocketServer {
 public:
  /// The most clients that are served at the same time.
  static constexpr std::size_t kMostClients = WSA_MAXIMUM_WAIT_EVENTS - 2;

  /// Listens on `local`. Needs Winsock to be started. @throws l01::SocketError.
  explicit PerSocketServer(const l01::Endpoint& local);

  /// The address it listens on.
  l01::Endpoint local() const { return door_.local(); }
  /// Serves until Stop(); may be called again then. @throws l01::SocketError if waiting fails.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop() { ::WSASetEvent(stop_event_.get()); }
  /// The calls of Run() so far. Only while Run() is not running.
  const CallCounts& counts() const { return counts_; }

 private:
  struct Client {
    explicit Client(OwnedSocket socket) : session(std::move(socket)) {}
    OwnedEvent event;     // tied to this client's socket
    EchoSession session;  // declared last: the socket is closed before its event
  };

  bool Handle(std::size_t index);
  void AddClient(OwnedSocket socket);
  void RemoveFinished();

  OwnedEvent stop_event_;                         // set by Stop()
  ClientDoor door_;                               // where clients come in
  std::vector<WSAEVENT> events_;                  // [0] stop, [1] door, then one per client
  std::vector<std::unique_ptr<Client>> clients_;  // same order; null: has finished in this turn
  CallCounts counts_;                             // what it cost
  bool stopped_ = false;                          // the stop event was seen
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_PER_SOCKET_SERVER_H_
