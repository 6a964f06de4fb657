// EPOLLONESHOT: several threads wait on one epoll instance, and each report goes to one of them.
// Lesson 03.
//
// The kernel disarms the socket with the report. Until the thread arms it again, no other thread is
// told about this socket, so a connection is used by one thread at a time without a lock of its
// own. The price is one epoll_ctl per report.
#ifndef LESSONS_03_EPOLL_SERVERS_ONE_SHOT_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_ONE_SHOT_ECHO_SERVER_H_

#include <mutex>

#include "03_epoll/epoll/epoll.h"
#include "03_epoll/epoll/event_sources.h"
#include "03_epoll/servers/acceptor.h"
#include "03_epoll/servers/connection_table.h"

namespace l03 {

/// An echo server with a pool of worker threads. Run() on one thread; Stop() from any thread.
class OneShotEchoServer {
 public:
  /// Serves the clients of `listener` on `workers` threads. @throws l01::SocketError.
  OneShotEchoServer(l01::Socket listener, int workers);

  /// The address it listens on.
  l01::Endpoint local() const { return acceptor_.listener().LocalEndpoint(); }
  /// Serves until Stop(). @throws l01::SocketError if waiting or accepting fails for good.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run(). For good: a later Run() returns too.
  void Stop() { stop_.Post(); }
  /// How many clients are connected. Only while Run() is not running.
  std::size_t clients() const { return connections_.size(); }
  /// What the workers asked epoll. Any thread.
  EpollCounts epoll_counts() const { return epoll_.counts(); }

 private:
  void Work();
  Acceptor::Result AcceptOne();
  void OnListener();
  void OnConnection(std::uint64_t key);
  void Welcome(l01::Socket client);

  const int workers_;            // how many threads
  Acceptor acceptor_;            // used by the worker that has the listener's report, locked
  Epoll epoll_;                  // shared by all workers
  EventFd stop_;                 // never read: it stays ready, so every worker sees it
  TimerFd retry_;                // when to try to accept again after resources ran out
  std::mutex mutex_;             // guards acceptor_ and connections_; who arms a connection again
                                 // under it passes the connection on to who finds it under it
  ConnectionTable connections_;  // a connection is used by the worker that has its report
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_ONE_SHOT_ECHO_SERVER_H_
