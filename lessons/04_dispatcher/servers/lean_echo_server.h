// The echo server on lean sockets: the same slots as in echo_server.cc, on lesson 03's loop.
// Lesson 04.
#ifndef LESSONS_04_DISPATCHER_SERVERS_LEAN_ECHO_SERVER_H_
#define LESSONS_04_DISPATCHER_SERVERS_LEAN_ECHO_SERVER_H_

#include <array>
#include <cstddef>
#include <list>

#include "03_epoll/servers/epoll_server.h"
#include "04_dispatcher/servers/lean_socket.h"

namespace l04 {

/// An echo server with a signal per event, on sockets that leave out what an echo does not need.
/// Linux only.
class LeanEchoServer final : public l03::EpollServer {
 public:
  /// Serves the clients of `listener`. @throws l01::SocketError.
  explicit LeanEchoServer(l01::Socket listener);
  ~LeanEchoServer() override;

  /// How many clients are connected. Only while Run() is not running.
  std::size_t clients() const { return clients_.size(); }

 private:
  class Client;

  void OnListener() override { more_clients_ = true; }
  std::uint64_t Adopt(l01::Socket client) override;
  void Forget(std::uint64_t key) override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
  bool HasLeftover() const override { return more_clients_ || !backlog_.empty(); }
  void OnTurnEnd() override;

  std::array<std::byte, 64 * 1024> room_;  // what was just received, from whomever
  LeanBacklog backlog_;                    // who has something to tell in the next turn
  std::list<Client> clients_;              // who is connected; its address is its key
  std::list<Client> ended_;                // who has ended in this turn,
  std::list<Client> ended_before_;         // and in the turn before: see LeanSocket
  bool more_clients_ = false;              // the listener may have clients
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SERVERS_LEAN_ECHO_SERVER_H_
