// Linux has both: epoll, and WSAEventSelect through lesson 02's emulation.
#include "04_dispatcher/backends/epoll_demultiplexer.h"
#include "04_dispatcher/backends/posix_socket_calls.h"
#include "04_dispatcher/backends/winsock_socket_calls.h"
#include "04_dispatcher/backends/wsa_demultiplexer.h"
#include "04_dispatcher/loop/backend.h"

namespace l04 {

Backend MakeBackend(BackendKind kind, std::size_t groups) {
  if (kind == BackendKind::kWsa) {
    return {std::make_unique<WinsockSocketCalls>(), std::make_unique<WsaDemultiplexer>(groups)};
  }
  return {std::make_unique<PosixSocketCalls>(), std::make_unique<EpollDemultiplexer>()};
}

std::vector<BackendKind> AvailableBackends() {
  return {BackendKind::kEpoll, BackendKind::kWsa};
}

BackendKind DefaultBackend() {
  return BackendKind::kEpoll;
}

}  // namespace l04
