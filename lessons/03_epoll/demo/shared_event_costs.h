// What one message costs lesson 02's loop with one event for all sockets, on the conversation on
// which the loops of this lesson are measured. Lesson 03; only its demo leans on lesson 02.
#ifndef LESSONS_03_EPOLL_DEMO_SHARED_EVENT_COSTS_H_
#define LESSONS_03_EPOLL_DEMO_SHARED_EVENT_COSTS_H_

#include <memory>
#include <string>
#include <vector>

#include "02_wsaeventselect/servers/echo_session.h"
#include "02_wsaeventselect/winsock/startup.h"
#include "03_epoll/experiments/crowd.h"
#include "03_epoll/experiments/lockstep.h"
#include "03_epoll/servers/loop_counts.h"

namespace l03 {

/// Lesson 02's sessions, tied to one event: those of kActiveClients clients, and of an idle crowd.
/// Counted are Winsock's calls. What the emulation does beneath them is its own affair: on Windows
/// each of them is one call into the system.
class SharedEventCosts {
 public:
  /// Connects the clients that speak and `idle` silent ones, or as many as the descriptor limit
  /// allows. `program` is this lesson's program. @throws l01::SocketError.
  SharedEventCosts(const std::string& program, std::size_t idle);

  /// How many silent clients there are.
  std::size_t idle() const { return sessions_.size() - kActiveClients; }
  /// Lets every active client send `rounds` messages, in lockstep, and counts what the loop does.
  /// @throws l01::SocketError.
  LoopCounts Measure(std::size_t rounds);

 private:
  void AcceptUpTo(const l02::OwnedSocket& listener, std::size_t count);
  void TakeTheFirstReports();
  std::uint64_t AskEverySession(l02::CallCounts& counts);

  l02::WinsockStartup winsock_;                              // before anything of Winsock
  l02::OwnedEvent event_;                                    // shared by all sessions
  std::vector<std::unique_ptr<l02::EchoSession>> sessions_;  // the active ones first
  std::vector<l01::Socket> active_;                          // the clients that speak
  std::unique_ptr<CrowdProcess> crowd_;                      // the others
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_DEMO_SHARED_EVENT_COSTS_H_
