// man 7 tcp: SIOCINQ, SIOCOUTQ and TCP_INFO. The kernel answers under the socket's lock, so when
// the number is there, epoll has been told, too.
#include "03_epoll/experiments/arrival.h"

#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include <chrono>
#include <thread>

#include "01_blocking/sockets/error.h"

namespace l03 {
namespace {

constexpr std::chrono::seconds kPatience{10};

std::size_t QueueSize(const l01::Socket& socket, unsigned long queue) {
  int bytes = 0;
  if (::ioctl(socket.native(), queue, &bytes) != 0) {
    throw l01::SocketError("ioctl", "", l01::LastSocketError());
  }
  return static_cast<std::size_t>(bytes);
}

std::size_t ClientsWaiting(const l01::Socket& listener) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(listener.native(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    throw l01::SocketError("getsockopt TCP_INFO", "", l01::LastSocketError());
  }
  return info.tcpi_unacked;  // of a listener: the length of its queue
}

}  // namespace

void Await(const std::function<bool()>& condition, std::string_view what) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw l01::SocketError("waiting for", what, std::string_view("nothing came"));
    }
    std::this_thread::yield();
  }
}

std::size_t BytesWaiting(const l01::Socket& socket) {
  return QueueSize(socket, SIOCINQ);
}

void AwaitBytes(const l01::Socket& socket, std::size_t bytes) {
  Await([&] { return BytesWaiting(socket) >= bytes; }, "bytes");
}

void AwaitDelivery(const l01::Socket& socket) {
  Await([&] { return QueueSize(socket, SIOCOUTQ) == 0; }, "delivery");
}

void AwaitClients(const l01::Socket& listener, std::size_t clients) {
  Await([&] { return ClientsWaiting(listener) >= clients; }, "clients");
}

}  // namespace l03
