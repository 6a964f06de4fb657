// What a loop waits for, how many loops there may be, and what they cost.
#include <array>
#include <csignal>
#include <cstdio>
#include <thread>

#include "01_blocking/blocking_echo.h"
#include "03_epoll/demo_steps.h"
#include "03_epoll/descriptor_limit.h"
#include "03_epoll/edge_echo_server.h"
#include "03_epoll/event_sources.h"
#include "03_epoll/herd.h"
#include "03_epoll/level_echo_server.h"
#include "03_epoll/loop_costs.h"
#include "03_epoll/one_shot_echo_server.h"
#include "03_epoll/server_group.h"

namespace l03 {
namespace {

constexpr const char* kThisProgram = "/proc/self/exe";
constexpr int kSoonMs = 5000;
constexpr std::uint64_t kMessages = kActiveClients * kRounds;

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

bool GrewByLessThanFivePercent(std::uint64_t before, std::uint64_t after) {
  return after * 100 < before * 105;
}

double PerMessage(std::uint64_t count) {
  return static_cast<double>(count) / static_cast<double>(kMessages);
}

void SayCost(support::Narrator& say, std::size_t idle, const char* loop, const LoopCounts& cost) {
  std::array<char, 96> line;
  std::snprintf(line.data(), line.size(), "%6zu   %-6s %14.1f %12.1f %12.1f", idle, loop,
                PerMessage(cost.io.calls()), PerMessage(cost.io.waits), PerMessage(cost.looks));
  say.Say(line.data());
}

struct Costs {
  std::size_t idle;              // silent clients
  LoopCounts poll, level, edge;  // what kMessages messages cost
};

Costs MeasureCosts(support::Narrator& say, LoopCosts& experiment, std::size_t idle) {
  Costs costs{experiment.GrowIdleTo(idle), {}, {}, {}};
  if (costs.idle < idle) {
    say.Say("no more than ", costs.idle, " idle clients: raise the descriptor limit (ulimit -n)");
  }
  costs.poll = experiment.Measure(EchoByPoll);
  costs.level = experiment.Measure(EchoByLevel);
  costs.edge = experiment.Measure(EchoByEdge);
  SayCost(say, costs.idle, "poll", costs.poll);
  SayCost(say, costs.idle, "level", costs.level);
  SayCost(say, costs.idle, "edge", costs.edge);
  return costs;
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

void ShowCosts(support::Narrator& say) {
  say.Step("Ten clients speak, the others are idle. What does one message cost?");
  say.Say("descriptors this process may have: ", RaiseDescriptorLimit(), " (counted)");
  say.Say("  idle   loop   system calls     wake-ups     looked at   (per message)");
  LoopCosts experiment(kThisProgram);
  const Costs few = MeasureCosts(say, experiment, 10);
  MeasureCosts(say, experiment, 1'000);
  const Costs many = MeasureCosts(say, experiment, 10'000);

  const std::uint64_t most = kMessages * 215 / 100;
  say.Check(
      many.poll.io.calls() < most && many.level.io.calls() < most && many.edge.io.calls() < most,
      "every loop: one recv, one send, and a tenth of a wait that ten messages share");
  say.Check(GrewByLessThanFivePercent(few.level.io.calls(), many.level.io.calls()) &&
                GrewByLessThanFivePercent(few.edge.io.calls(), many.edge.io.calls()),
            "idle clients cost epoll no system call");
  say.Check(many.poll.looks > many.idle * kRounds &&
                GrewByLessThanFivePercent(kMessages, many.level.looks) &&
                GrewByLessThanFivePercent(kMessages, many.edge.looks),
            "each wait of poll goes through everybody, one of epoll through who is ready");
  say.Check(many.level.controls == kActiveClients + many.idle &&
                many.edge.controls == kActiveClients + many.idle,
            "epoll_ctl: once per client at the start, never again");
}

}  // namespace l03
