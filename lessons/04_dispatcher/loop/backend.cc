// Names of backends. What exists on a system stands in backends/backend_posix.cc and
// backends/backend_win.cc.
#include "04_dispatcher/loop/backend.h"

#include <stdexcept>

namespace l04 {

std::string ToString(BackendKind kind) {
  return kind == BackendKind::kEpoll ? "epoll" : "wsa";
}

std::vector<std::string> BackendNames() {
  std::vector<std::string> names;
  for (const BackendKind kind : AvailableBackends()) names.push_back(ToString(kind));
  return names;
}

BackendKind BackendFromString(std::string_view name) {
  for (const BackendKind kind : {BackendKind::kEpoll, BackendKind::kWsa}) {
    if (ToString(kind) == name) return kind;
  }
  throw std::invalid_argument("no backend is called '" + std::string(name) + "'");
}

}  // namespace l04
