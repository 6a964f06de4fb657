// Each ending is brought about, then epoll is asked.
#include "03_epoll/experiments/hang_ups.h"

#include <array>

#include "01_blocking/sockets/nonblocking_connect.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"
#include "03_epoll/epoll/epoll.h"

namespace l03 {
namespace {

constexpr int kSoonMs = 2000;

// Waits until `expected` is among the reported events: the peer's packets may need a moment.
std::uint32_t ReportWith(std::uint32_t expected, int fd, std::uint32_t events) {
  Epoll epoll;
  // Level-triggered, so that the last report shows all that holds.
  epoll.Add(fd, events, 1);
  std::array<epoll_event, 1> room;
  std::uint32_t seen = 0;
  while ((seen & expected) == 0) {
    const auto ready = epoll.Wait(room, kSoonMs);
    if (ready.empty()) break;
    seen = ready[0].events;
  }
  return seen;
}

std::uint32_t AfterAFailedConnect(std::uint32_t events) {
  l01::Socket nobody = l01::Socket::OpenTcp(AF_INET);
  nobody.Bind(l01::Endpoint::Loopback());  // bound, but not listening: connections are refused
  const l01::PendingConnect attempt(nobody.LocalEndpoint());
  return ReportWith(EPOLLERR, attempt.socket().native(), events);
}

}  // namespace

std::uint32_t EventsAfter(EndOfConnection end, std::uint32_t events) {
  if (end == EndOfConnection::kConnectFails) return AfterAFailedConnect(events);

  auto [ours, peer] = l01::ConnectedPair();
  switch (end) {
    case EndOfConnection::kPeerResets:
      l01::AbortOnClose(peer);
      peer.Close();
      return ReportWith(EPOLLERR, ours.native(), events);
    case EndOfConnection::kBothShutDown:
      ours.ShutdownSend();
      peer.ShutdownSend();
      return ReportWith(EPOLLHUP, ours.native(), events);
    default:
      peer.ShutdownSend();
      return ReportWith(EPOLLRDHUP | EPOLLIN, ours.native(), events);
  }
}

// [fresh-socket]
int CountReportsOfAFreshSocket(int waits) {
  const l01::Socket fresh = l01::Socket::OpenTcp(AF_INET);
  Epoll epoll;
  epoll.Add(fresh.native(), 0, 1);  // "nothing" still means EPOLLERR | EPOLLHUP
  int reports = 0;
  std::array<epoll_event, 1> room;
  for (int i = 0; i < waits; ++i) reports += static_cast<int>(epoll.Wait(room, 0).size());
  return reports;
}
// [fresh-socket]

}  // namespace l03
