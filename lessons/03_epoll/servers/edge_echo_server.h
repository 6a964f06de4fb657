// Edge-triggered: epoll reports a socket when something new happens, once. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_EDGE_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_EDGE_ECHO_SERVER_H_

#include <utility>
#include <vector>

#include "03_epoll/servers/keyed_echo_server.h"

namespace l03 {

/// An echo server on edge-triggered epoll. It asks for everything once, and never calls epoll_ctl
/// again; in return it must go on until nothing is left, or it loses the rest.
class EdgeEchoServer final : public KeyedEchoServer {
 public:
  /// Steps per turn and connection, each up to 16 KiB. A peer that sends as fast as we echo never
  /// lets us reach the end: without a budget everybody else would starve.
  static constexpr int kBudget = 16;

  /// Serves the clients of `listener`, each for at most `budget` steps in a turn.
  /// @throws l01::SocketError.
  explicit EdgeEchoServer(l01::Socket listener, int budget = kBudget)
      : KeyedEchoServer(std::move(listener), EPOLLIN | EPOLLET), budget_(budget) {}

  /// How many entries the to-do list has. Only while Run() is not running.
  std::size_t unfinished() const { return unfinished_.size(); }

 private:
  void OnListener() override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
  bool HasLeftover() const override { return more_clients_ || !unfinished_.empty(); }
  void OnTurnEnd() override;
  void PutOnList(std::uint64_t key, Connection& connection);
  void AcceptSome();
  void GoOn(std::uint64_t key, Connection& connection);

  int budget_;  // steps per turn and connection

  // The to-do list: epoll reports an edge once, so it stays here until it is worked off.
  std::vector<std::uint64_t> unfinished_;  // connections with something to do
  std::vector<std::uint64_t> now_;         // those whose turn it is
  bool more_clients_ = false;              // the listener may have clients
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_EDGE_ECHO_SERVER_H_
