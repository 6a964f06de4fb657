// What a level-triggered and an edge-triggered echo server have in common: the connections, found
// by a key that is never used twice. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_KEYED_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_KEYED_ECHO_SERVER_H_

#include <cstdint>
#include <utility>

#include "03_epoll/servers/connection_table.h"
#include "03_epoll/servers/epoll_server.h"

namespace l03 {

/// An epoll loop whose connections echo. When they are looked at is for who derives from it.
class KeyedEchoServer : public EpollServer {
 public:
  /// How many clients are connected. Only while Run() is not running.
  std::size_t clients() const { return connections_.size(); }
  /// What the loop and the connections did so far. Only while Run() is not running.
  LoopCounts counts() const;

 protected:
  /// Serves the clients of `listener`, and watches it for `listener_events`.
  /// @throws l01::SocketError.
  KeyedEchoServer(l01::Socket listener, std::uint32_t listener_events)
      : EpollServer(std::move(listener), listener_events) {}

  std::uint64_t Adopt(l01::Socket client) override;
  void Forget(std::uint64_t key) override { connections_.Erase(key); }
  /// Stops watching a connection and destroys it.
  void Drop(std::uint64_t key);
  ConnectionTable& connections() { return connections_; }

 private:
  ConnectionTable connections_;  // who is connected
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_KEYED_ECHO_SERVER_H_
