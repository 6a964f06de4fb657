// Windows has no epoll.
#include "02_wsaeventselect/experiment_edge.h"

namespace l02 {

std::optional<EpolloutReports> WatchEpollout() {
  return std::nullopt;
}

}  // namespace l02
