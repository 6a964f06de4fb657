// What one message costs a server with many silent clients, in calls. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_MESSAGE_COST_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_MESSAGE_COST_H_

#include <thread>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "02_wsaeventselect/servers/counted_calls.h"

namespace l02 {

/// Messages that MeasureMessages sends.
inline constexpr int kMeasuredMessages = 20;

/// The difference of two counts.
CallCounts Difference(const CallCounts& after, const CallCounts& before);

/// Connects `clients` clients to a server, lets each say one word, then lets one of them exchange
/// kMeasuredMessages messages while the others are silent. Returns what these messages cost.
/// @throws l01::SocketError.
template <typename Server>
CallCounts MeasureMessages(std::size_t clients) {
  Server server(l01::Endpoint::Loopback());
  std::vector<l01::Socket> sockets;
  const auto run_while = [&server](auto conversation) {
    std::thread loop([&server] { server.Run(); });
    conversation();
    server.Stop();
    loop.join();
    return server.counts();
  };
  const CallCounts before = run_while([&] {
    for (std::size_t i = 0; i < clients; ++i) {
      sockets.push_back(l01::ConnectTo(server.local()));
      l01::Exchange(sockets.back(), "hello");
    }
    l01::Exchange(sockets.front(), "hello");
  });
  const CallCounts after = run_while([&] {
    for (int i = 0; i < kMeasuredMessages; ++i) l01::Exchange(sockets.front(), "hello");
  });
  return Difference(after, before);
}

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_MESSAGE_COST_H_
