// What epoll of Linux reports about a socket that can be written to, for the comparison with
// FD_WRITE. Windows has no epoll. Lesson 02, with a look ahead to lesson 03.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_EDGE_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_EDGE_H_

#include <optional>

namespace l02 {

/// How often EPOLLOUT was reported, step by step. At most one report per look.
struct EpolloutReports {
  int level_in_three_looks = 0;    // level-triggered: three looks at an idle socket
  int edge_in_three_looks = 0;     // edge-triggered: the same three looks
  int edge_after_small_sends = 0;  // edge-triggered: three sends that succeeded
  int edge_while_full = 0;         // edge-triggered: after a send that failed with EAGAIN
  int edge_after_draining = 0;     // edge-triggered: the peer has read everything
  int edge_after_short_send = 0;   // edge-triggered: a send took a part, the peer has read it
};

/// Runs the steps with epoll, or returns nullopt where there is no epoll.
/// @throws l01::SocketError.
std::optional<EpolloutReports> WatchEpollout();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_EDGE_H_
