// One socket option, set between socket() and bind(): later is too late.
#include "03_epoll/epoll/reuse_port.h"

#include "01_blocking/sockets/error.h"

namespace l03 {

// [reuse-port]
l01::Socket ListenSharing(const l01::Endpoint& local) {
  l01::Socket listener = l01::Socket::OpenTcp(local.family());
  const int on = 1;
  if (!l01::native::SetReuseAddress(listener.native()) ||
      ::setsockopt(listener.native(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
    throw l01::SocketError("setsockopt SO_REUSEPORT", local.ToString(), l01::LastSocketError());
  }
  listener.Bind(local);
  listener.Listen();
  return listener;
}
// [reuse-port]

}  // namespace l03
