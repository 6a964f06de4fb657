// The demo: the same ten bytes, reported by level and by edge.
#include "03_epoll/demo.h"

#include <array>
#include <thread>

#include "01_blocking/blocking_echo.h"
#include "01_blocking/socket_pair.h"
#include "03_epoll/edge_echo_server.h"
#include "03_epoll/level_echo_server.h"
#include "support/narration.h"

namespace l03 {
namespace {

constexpr std::size_t kSmallBuffer = 5;  // bytes per recv: too small for the message on purpose

// How many times epoll_wait reports a socket with ten waiting bytes, when each report is answered
// by one recv of five bytes. The wait has a time-out of zero: it asks "is there anything now?".
int CountReports(std::uint32_t trigger) {
  auto [sender, receiver] = l01::ConnectedPair();
  receiver.SetNonBlocking(true);
  Epoll epoll;
  epoll.Add(receiver.native(), EPOLLIN | trigger, 1);
  sender.SendAll(std::as_bytes(std::span("helloworld", 10)));

  int reports = 0;
  std::array<epoll_event, 1> events;
  std::array<std::byte, kSmallBuffer> room;
  while (!epoll.Wait(events, reports == 0 ? 1000 : 0).empty()) {
    ++reports;
    receiver.Recv(room);
  }
  return reports;
}

void ShowLevelAndEdge(support::Narrator& say) {
  say.Step("Ten bytes arrive; each report is answered by one recv of five bytes.");
  say.Check(CountReports(0) == 2, "level-triggered: reported twice, until nothing is left");
  say.Check(CountReports(EPOLLET) == 1,
            "edge-triggered: reported once; the last five bytes wait, and nobody is told");
}

template <typename Server>
void ShowServer(support::Narrator& say, const std::string& name) {
  say.Step("The ", name, "-triggered echo server, with two clients.");
  Server server(l01::Endpoint::Loopback());
  std::thread loop([&server] { server.Run(); });

  l01::Socket anna = l01::ConnectTo(server.local());
  l01::Socket boris = l01::ConnectTo(server.local());
  const std::string much(100'000, 'x');
  say.Check(l01::Exchange(anna, much) == much, "Anna sends 100000 bytes and gets all of them back");
  say.Check(l01::Exchange(boris, "hi") == "hi", "Boris is served while Anna stays connected");

  server.Stop();
  loop.join();
  say.Check(server.clients() == 2, "both are still connected when the loop ends");
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 03: epoll tells who is ready. The question is how often.");
  ShowLevelAndEdge(say);
  ShowServer<LevelEchoServer>(say, "level");
  ShowServer<EdgeEchoServer>(say, "edge");
  return say.Finish();
}

}  // namespace l03
