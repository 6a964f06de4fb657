// Until nothing is left, but not for ever.
#include "03_epoll/servers/edge_drain.h"

namespace l03 {

// [drain]
Drained Drain(l01::EchoConnection& echo, bool to_the_end, int budget) {
  for (int step = 0; step < budget; ++step) {
    switch (echo.Advance()) {
      case l01::EchoConnection::Progress::kMoved:
        // A short read: the socket was empty at that moment. What comes later is a new edge.
        if (echo.received_all() && !to_the_end) return Drained::kBlocked;
        break;  // else there may be more, and no edge would tell
      case l01::EchoConnection::Progress::kBlocked:
        return Drained::kBlocked;  // would block: the next edge comes when it is ready again
      case l01::EchoConnection::Progress::kOver:
        return Drained::kOver;
    }
  }
  return Drained::kBudgetSpent;
}
// [drain]

}  // namespace l03
