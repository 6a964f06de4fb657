// Windows has no epoll.
#include "02_wsaeventselect/experiments/edge.h"

namespace l02 {

std::optional<EpolloutReports> WatchEpollout() {
  return std::nullopt;
}

}  // namespace l02
