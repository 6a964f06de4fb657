// The conversation on which loops are compared, played by one thread together with the loop. Lesson
// 03.
//
// With threads the counts would depend on who is faster. In lockstep a round is sent, then served,
// then received, so the same loop makes the same calls in every run.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_LOCKSTEP_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_LOCKSTEP_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "01_blocking/sockets/socket.h"

namespace l03 {

/// Clients that speak.
inline constexpr std::size_t kActiveClients = 10;

/// The clients' side. In each round all of them send one message at the same moment.
class Lockstep {
 public:
  /// `bytes_at_server(i)` tells how many bytes of clients[i] wait to be received by the loop.
  Lockstep(std::vector<l01::Socket>& clients, std::size_t rounds,
           std::function<std::size_t(std::size_t)> bytes_at_server);

  /// The loop asks before each wait. True when all rounds are over; otherwise something is ready.
  /// @throws l01::SocketError if a message does not arrive.
  bool Done();

 private:
  void SendToAll();
  bool EveryEchoIsHere();

  std::vector<l01::Socket>& clients_;                        // who speaks
  const std::size_t rounds_;                                 // how many in all
  std::function<std::size_t(std::size_t)> bytes_at_server_;  // by number of the client
  std::size_t round_ = 0;                                    // rounds begun
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_LOCKSTEP_H_
