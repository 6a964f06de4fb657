// What one message costs, while more and more other clients are silent. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_LOOP_COSTS_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_LOOP_COSTS_H_

#include <memory>
#include <string>
#include <vector>

#include "01_blocking/echo/connection.h"
#include "03_epoll/experiments/crowd.h"
#include "03_epoll/experiments/echo_loops.h"
#include "03_epoll/experiments/lockstep.h"

namespace l03 {

/// Messages that each of the clients that speak sends in one measurement.
inline constexpr std::size_t kRounds = 100;

/// The connections on which the loops are measured: kActiveClients whose other end is here, and a
/// growing crowd of idle ones. All loops are measured on the same connections.
class LoopCosts {
 public:
  /// `program` is this lesson's program: its `crowd` holds the other ends of the idle ones.
  /// @throws l01::SocketError.
  explicit LoopCosts(std::string program);

  /// Makes the crowd grow to `count` idle clients, or to as many as the descriptor limit allows.
  /// Returns how many there are now. @throws l01::SocketError.
  std::size_t GrowIdleTo(std::size_t count);

  /// Lets every active client send kRounds messages, all at the same moment in each round, and
  /// counts what `loop` does. In lockstep, on one thread: the same numbers in every run.
  /// @throws l01::SocketError.
  LoopCounts Measure(EchoLoop loop);

 private:
  std::string program_;                                // path of 03_epoll
  std::size_t most_connections_;                       // by the descriptor limit
  l01::Socket listener_;                               // where the crowd connects
  std::vector<l01::Socket> active_;                    // the clients that speak
  std::vector<l01::EchoConnection> connections_;       // their other ends first, then the crowd's
  std::vector<std::unique_ptr<CrowdProcess>> crowds_;  // the crowd, in instalments
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_LOOP_COSTS_H_
