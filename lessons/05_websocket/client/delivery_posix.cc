// Linux: TCP_INFO (man 7 tcp) counts what was acknowledged, SIOCOUTQ what was not.
//
// The structure comes from the kernel's header: the C library's ends before this field.
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstddef>

#include "05_websocket/client/delivery.h"

namespace l05 {

std::optional<Delivery> AskForDelivery(l04::Handle handle) {
  const int socket = static_cast<int>(handle);
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
  // An older kernel fills in less than we ask for.
  if (size < offsetof(tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked) {
    return std::nullopt;
  }
  int unacknowledged = 0;
  if (::ioctl(socket, SIOCOUTQ, &unacknowledged) != 0) return std::nullopt;
  return Delivery{info.tcpi_bytes_acked, static_cast<std::uint64_t>(unacknowledged)};
}

}  // namespace l05
