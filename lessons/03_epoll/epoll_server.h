// What a level-triggered and an edge-triggered echo server have in common: the loop. Lesson 03.
#ifndef LESSONS_03_EPOLL_EPOLL_SERVER_H_
#define LESSONS_03_EPOLL_EPOLL_SERVER_H_

#include <array>
#include <cstdint>

#include "01_blocking/socket.h"
#include "03_epoll/connection_table.h"
#include "03_epoll/epoll.h"

namespace l03 {

/// An epoll loop with a listener and connections. Run() on one thread; Stop() from any thread.
class EpollServer {
 public:
  virtual ~EpollServer();
  EpollServer(const EpollServer&) = delete;
  EpollServer& operator=(const EpollServer&) = delete;

  /// The address it listens on.
  l01::Endpoint local() const { return listener_.LocalEndpoint(); }
  /// Serves until Stop(). @throws l01::SocketError if waiting or accepting fails for good.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop();
  /// How many clients are connected. Only while Run() is not running.
  std::size_t clients() const { return connections_.size(); }

 protected:
  /// Listens on `local` and watches the listener for `listener_events`. @throws l01::SocketError.
  EpollServer(const l01::Endpoint& local, std::uint32_t listener_events);

  /// The listener has clients waiting.
  virtual void OnListener() = 0;
  /// A connection is ready for `events`. It may have been erased by an earlier event of the batch.
  virtual void OnConnection(std::uint64_t key, std::uint32_t events) = 0;
  /// True if the loop must not sleep because work is left over. OnLeftover() will do it.
  virtual bool HasLeftover() const { return false; }
  /// Does some of the work that is left over.
  virtual void OnLeftover() {}

  /// Accepts one client and watches it for `events`. Returns false if none is waiting.
  bool AcceptOne(std::uint32_t events);
  /// Stops watching a connection and destroys it.
  void Drop(std::uint64_t key);

  Epoll& epoll() { return epoll_; }
  ConnectionTable& connections() { return connections_; }

 private:
  void Dispatch(const epoll_event& event);
  void RefuseOneClient();

  l01::Socket listener_;                   // non-blocking
  Epoll epoll_;                            // what we wait with
  int wake_fd_;                            // an eventfd: Stop() makes it readable
  int reserve_fd_;                         // given up for a moment when descriptors run out
  ConnectionTable connections_;            // who is connected
  bool stopped_ = false;                   // Stop() was seen
  std::array<epoll_event, 256> events_{};  // one batch
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_SERVER_H_
