// More than 62 clients with an event each: one thread per 62 of them. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_THREAD_GROUP_SERVER_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_THREAD_GROUP_SERVER_H_

#include <memory>
#include <vector>

#include "02_wsaeventselect/servers/client_door.h"
#include "02_wsaeventselect/servers/session_thread.h"

namespace l02 {

/// An echo server that starts another thread whenever the present ones are full. Threads that have
/// become empty stay for the next clients. Run() on one thread; Stop() from any.
class ThreadGroupServer {
 public:
  /// Listens on `local`. Needs Winsock to be started. @throws l01::SocketError.
  explicit ThreadGroupServer(const l01::Endpoint& local);

  /// The address it listens on.
  l01::Endpoint local() const { return door_.local(); }
  /// Serves until Stop(). @throws l01::SocketError if waiting fails.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop() { ::WSASetEvent(stop_event_.get()); }
  /// How many threads serve clients. Only while Run() is not running.
  std::size_t threads() const { return threads_.size(); }
  /// The calls of all threads. Only while Run() is not running.
  CallCounts counts() const;

 private:
  bool Handle(std::size_t index);
  void HandOver(OwnedSocket client);

  OwnedEvent stop_event_;                                // set by Stop()
  ClientDoor door_;                                      // where clients come in
  std::vector<std::unique_ptr<SessionThread>> threads_;  // who serves them
  CallCounts counts_;                                    // what accepting cost
  bool stopped_ = false;                                 // the stop event was seen
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_THREAD_GROUP_SERVER_H_
