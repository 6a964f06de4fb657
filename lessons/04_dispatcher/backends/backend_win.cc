// Windows has WSAEventSelect.
#include <stdexcept>

#include "04_dispatcher/backends/winsock_socket_calls.h"
#include "04_dispatcher/backends/wsa_demultiplexer.h"
#include "04_dispatcher/loop/backend.h"

namespace l04 {

Backend MakeBackend(BackendKind kind, std::size_t groups) {
  if (kind != BackendKind::kWsa) throw std::invalid_argument("Windows has no epoll");
  return {std::make_unique<WinsockSocketCalls>(), std::make_unique<WsaDemultiplexer>(groups)};
}

std::vector<BackendKind> AvailableBackends() {
  return {BackendKind::kWsa};
}

BackendKind DefaultBackend() {
  return BackendKind::kWsa;
}

}  // namespace l04
