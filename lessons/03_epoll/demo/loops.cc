// What a loop waits for, and how many loops there may be.
#include <array>
#include <csignal>
#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "03_epoll/demo/steps.h"
#include "03_epoll/epoll/event_sources.h"
#include "03_epoll/experiments/herd.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/level_echo_server.h"
#include "03_epoll/servers/one_shot_echo_server.h"
#include "03_epoll/servers/server_group.h"

namespace l03 {
namespace {

constexpr int kSoonMs = 5000;

template <typename Server>
bool EchoesForTwo(Server& server) {
  std::jthread loop([&server] { server.Run(); });
  l01::Socket anna = l01::ConnectTo(server.local());
  l01::Socket boris = l01::ConnectTo(server.local());
  const std::string much(100'000, 'x');
  const bool echoed = l01::Exchange(anna, much) == much && l01::Exchange(boris, "hi") == "hi";
  server.Stop();
  return echoed;
}

}  // namespace

void ShowSources(support::Narrator& say) {
  say.Step("What else is a descriptor: a wake-up, a timer, a signal. One wait for all.");
  EventFd wake;
  TimerFd timer;
  SignalFd signal({SIGUSR1});
  Epoll epoll;
  epoll.Add(wake.fd(), EPOLLIN, 1);
  epoll.Add(timer.fd(), EPOLLIN, 2);
  epoll.Add(signal.fd(), EPOLLIN, 3);
  std::array<epoll_event, 3> room;
  const auto reported = [&] {
    const auto ready = epoll.Wait(room, kSoonMs);
    return ready.size() == 1 ? ready[0].data.u64 : 0;
  };

  std::jthread([&wake] {
    for (int i = 0; i < 3; ++i) wake.Post();
  }).join();
  say.Check(reported() == 1 && wake.Take() == 3,
            "eventfd: three posts of another thread are one report, and the count is 3");
  timer.Set(std::chrono::milliseconds(1));
  say.Check(reported() == 2 && timer.Take() == 1, "timerfd: reported when the time has passed");
  std::raise(SIGUSR1);
  say.Check(reported() == 3 && signal.Take() == SIGUSR1,
            "signalfd: the signal is read like a message, and no handler runs");
}

void ShowHerd(support::Narrator& say) {
  say.Step("Four loops watch one listener, and one client comes.");
  say.Check(CountWoken(4, false) == 4, "all four wake up, for one client: a thundering herd");
  say.Check(CountWoken(4, true) < 4, "with EPOLLEXCLUSIVE most of them sleep on");
}

void ShowServers(support::Narrator& say) {
  say.Step("Four echo servers, each with two clients: 100000 bytes from Anna, two from Boris.");
  const l01::Endpoint any = l01::Endpoint::Loopback();
  LevelEchoServer level(l01::ListenOn(any));
  EdgeEchoServer edge(l01::ListenOn(any));
  OneShotEchoServer one_shot(l01::ListenOn(any), 2);
  ServerGroup<EdgeEchoServer> group(any, 2);
  say.Check(EchoesForTwo(level), "level-triggered: both get their echo");
  say.Check(EchoesForTwo(edge), "edge-triggered: both get their echo");
  say.Check(EchoesForTwo(one_shot), "one-shot, two workers on one epoll: both get their echo");
  say.Check(EchoesForTwo(group), "two edge-triggered loops on one port: both get their echo");
}

}  // namespace l03
