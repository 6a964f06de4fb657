// What all servers with one loop have in common: the loop itself. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_EPOLL_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_EPOLL_SERVER_H_

#include <array>
#include <cstdint>

#include "01_blocking/sockets/socket.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/epoll/event_sources.h"
#include "03_epoll/servers/acceptor.h"
#include "03_epoll/servers/loop_counts.h"

namespace l03 {

/// An epoll loop with a listener. Who derives from it keeps the connections. Run() on one thread;
/// Stop() from any thread.
class EpollServer {
 public:
  virtual ~EpollServer();
  EpollServer(const EpollServer&) = delete;
  EpollServer& operator=(const EpollServer&) = delete;

  /// The address it listens on.
  l01::Endpoint local() const { return acceptor_.listener().LocalEndpoint(); }
  /// Serves until Stop(); may be called again. @throws l01::SocketError if waiting or accepting
  /// fails for good.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop();
  /// Makes Run() return when one of `signals` comes, too: the loop watches them like a socket.
  /// `signals` must outlive this server. @throws l01::SocketError.
  void StopOn(SignalFd& signals);
  /// One turn of the loop: waits for at most `timeout_ms` (-1: for ever) and serves what is ready.
  /// For experiments that look at the server between two turns.
  void Turn(int timeout_ms);

  /// What the loop did so far. Only while Run() is not running.
  LoopCounts counts() const;

 protected:
  /// Serves the clients of `listener`, and watches it for `listener_events`.
  /// @throws l01::SocketError.
  EpollServer(l01::Socket listener, std::uint32_t listener_events);

  /// Keys below this number belong to the server's own descriptors.
  static constexpr std::uint64_t kFirstKey = 5;

  /// The listener has clients waiting.
  virtual void OnListener() = 0;
  /// Takes a new client and returns the key with which it is watched, kFirstKey or more.
  virtual std::uint64_t Adopt(l01::Socket client) = 0;
  /// A client that Adopt() took cannot be watched: destroys it.
  virtual void Forget(std::uint64_t key) = 0;
  /// A connection is ready for `events`. It may have been erased by an earlier event of the batch.
  virtual void OnConnection(std::uint64_t key, std::uint32_t events) = 0;
  /// True if the loop must not sleep because work is left over. OnTurnEnd() will do it.
  virtual bool HasLeftover() const { return false; }
  /// The events of this turn were handed out: the place for work that needs its own order or limit.
  virtual void OnTurnEnd() {}

  /// Accepts one client and watches it for `events`. Returns false if there is no point in trying
  /// to accept another one now.
  bool AcceptOne(std::uint32_t events);

  Epoll& epoll() { return epoll_; }

 private:
  void Dispatch(const epoll_event& event);
  void Welcome(l01::Socket client, std::uint32_t events);
  void PauseListener();
  void ResumeListener();

  Acceptor acceptor_;                      // the listener
  const std::uint32_t listener_events_;    // what the listener is watched for
  Epoll epoll_;                            // what we wait with
  EventFd wake_;                           // Stop() posts here
  SignalFd* signals_ = nullptr;            // see StopOn(); null: none
  TimerFd retry_;                          // when to try to accept again after resources ran out
  bool stopped_ = false;                   // Stop() was seen
  std::array<epoll_event, 256> events_{};  // one batch
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_EPOLL_SERVER_H_
