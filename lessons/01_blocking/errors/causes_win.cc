// Windows has no causes of its own here: no signal interrupts a call, and no process can lower its
// limit of handles.
#include "01_blocking/errors/causes.h"
#include "01_blocking/errors/receive_timeout.h"
#include "01_blocking/sockets/error.h"

namespace l01 {

std::vector<Cause> CausesOfThisSystem() {
  return {};
}

void SetReceiveTimeout(const Socket& socket, std::chrono::milliseconds timeout) {
  const auto value = static_cast<DWORD>(timeout.count());
  const auto* bytes = reinterpret_cast<const char*>(&value);
  if (::setsockopt(socket.native(), SOL_SOCKET, SO_RCVTIMEO, bytes, sizeof value) != 0) {
    throw SocketError("setsockopt SO_RCVTIMEO", "", LastSocketError());
  }
}

}  // namespace l01
