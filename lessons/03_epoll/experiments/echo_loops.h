// The same conversation, three ways to wait. Lesson 01's EchoByPoll is the first; these are the
// other two, with the same shape, so that only the wait differs. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_ECHO_LOOPS_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_ECHO_LOOPS_H_

#include <functional>
#include <vector>

#include "01_blocking/echo/connection.h"
#include "03_epoll/servers/loop_counts.h"

namespace l03 {

/// Echoes on all `connections` until `done`. Asked before each wait; the wait ends when a
/// connection becomes ready. A connection that ends is not served any more.
using EchoLoop = LoopCounts (*)(std::vector<l01::EchoConnection>& connections,
                                const std::function<bool()>& done);

/// Waits in poll: hands the kernel the whole list each time. @throws l01::SocketError.
LoopCounts EchoByPoll(std::vector<l01::EchoConnection>& connections,
                      const std::function<bool()>& done);
/// Waits in level-triggered epoll. @throws l01::SocketError.
LoopCounts EchoByLevel(std::vector<l01::EchoConnection>& connections,
                       const std::function<bool()>& done);
/// Waits in edge-triggered epoll. @throws l01::SocketError.
LoopCounts EchoByEdge(std::vector<l01::EchoConnection>& connections,
                      const std::function<bool()>& done);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_ECHO_LOOPS_H_
