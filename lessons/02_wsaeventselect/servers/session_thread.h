// A thread that serves up to 62 clients, each with an event of its own. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_SESSION_THREAD_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_SESSION_THREAD_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "02_wsaeventselect/servers/echo_session.h"

namespace l02 {

/// Serves the clients that another thread hands over. The owner calls TryReserve and then Give.
class SessionThread {
 public:
  /// One of the 64 events is the inbox, one is kept free.
  static constexpr std::size_t kMostClients = WSA_MAXIMUM_WAIT_EVENTS - 2;

  /// Starts the thread. @throws l01::SocketError, std::system_error.
  SessionThread();
  ~SessionThread() { StopAndJoin(); }
  SessionThread(const SessionThread&) = delete;
  SessionThread& operator=(const SessionThread&) = delete;

  /// Reserves a place for one more client. Returns false if the thread is full or has failed.
  bool TryReserve();
  /// Hands over a client for which a place is reserved. Its event is made and tied here, on the
  /// owner's thread, which can do something about a failure. @throws l01::SocketError; the place is
  /// free again then.
  void Give(OwnedSocket socket, CallCounts& counts);
  /// Drops all clients and ends the thread.
  void StopAndJoin();
  /// The calls of this thread. Only after StopAndJoin().
  const CallCounts& counts() const { return counts_; }

 private:
  struct Client {
    explicit Client(OwnedSocket socket) : session(std::move(socket)) {}
    OwnedEvent event;     // tied to this client's socket
    EchoSession session;  // declared last: the socket is closed before its event
  };

  void Run();
  void Serve();
  bool Handle(std::size_t index);
  void EmptyInbox();
  void RemoveFinished();

  OwnedEvent inbox_event_;                      // somebody was handed over, or stop
  std::atomic<std::size_t> reserved_ = 0;       // places in use or promised
  std::mutex mutex_;                            // guards inbox_ and stopping_
  std::vector<std::unique_ptr<Client>> inbox_;  // handed over and not yet taken
  bool stopping_ = false;                       // StopAndJoin() was called
  std::atomic<bool> failed_ = false;            // the thread has ended by itself
  std::vector<WSAEVENT> events_;                // [0] inbox, then one per client; this thread only
  std::vector<std::unique_ptr<Client>> clients_;  // same order; this thread only
  CallCounts counts_;     // what it cost; this thread only until it has ended
  bool stopped_ = false;  // stopping_ was seen; this thread only
  std::thread thread_;    // declared last: everything else is ready when it runs
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_SESSION_THREAD_H_
