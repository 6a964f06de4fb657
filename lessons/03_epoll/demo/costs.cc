// What one message costs in four loops, and how that grows with clients that are silent.
#include <array>
#include <cstdio>

#include "03_epoll/demo/shared_event_costs.h"
#include "03_epoll/demo/steps.h"
#include "03_epoll/epoll/descriptor_limit.h"
#include "03_epoll/experiments/loop_costs.h"

namespace l03 {
namespace {

constexpr const char* kThisProgram = "/proc/self/exe";
constexpr std::uint64_t kMessages = kActiveClients * kRounds;
// Fewer rounds for lesson 02's loop: with ten thousand clients each one is ten thousand calls.
constexpr std::size_t kSharedRounds = 5;
constexpr std::uint64_t kSharedMessages = kActiveClients * kSharedRounds;

struct Costs {
  std::size_t idle = 0;               // silent clients of the first three
  LoopCounts poll, level, edge;       // what kMessages messages cost
  LoopCounts shared;                  // what kSharedMessages messages cost
  std::uint64_t shared_sessions = 0;  // clients of the fourth, silent or not
};

bool GrewByLessThanFivePercent(std::uint64_t before, std::uint64_t after) {
  return after * 100 < before * 105;
}

void SayCost(support::Narrator& say, std::size_t idle, const char* loop, std::uint64_t messages,
             std::uint64_t calls, const LoopCounts& cost) {
  const auto per_message = [messages](std::uint64_t count) {
    return static_cast<double>(count) / static_cast<double>(messages);
  };
  std::array<char, 96> line;
  std::snprintf(line.data(), line.size(), "%6zu   %-13s %14.1f %12.1f %12.1f", idle, loop,
                per_message(calls), per_message(cost.io.waits), per_message(cost.looks));
  say.Say(line.data());
}

Costs MeasureCosts(support::Narrator& say, std::size_t idle) {
  Costs costs;
  {
    LoopCosts experiment(kThisProgram);
    costs.idle = experiment.GrowIdleTo(idle);
    if (costs.idle < idle) {
      say.Say("no more than ", costs.idle, " idle clients: raise the descriptor limit (ulimit -n)");
    }
    costs.poll = experiment.Measure(EchoByPoll);
    costs.level = experiment.Measure(EchoByLevel);
    costs.edge = experiment.Measure(EchoByEdge);
  }  // these connections end here: the next ones need their descriptors
  SharedEventCosts experiment(kThisProgram, idle);
  costs.shared = experiment.Measure(kSharedRounds);
  costs.shared_sessions = experiment.idle() + kActiveClients;
  SayCost(say, costs.idle, "poll", kMessages, costs.poll.io.calls(), costs.poll);
  SayCost(say, costs.idle, "epoll, level", kMessages, costs.level.io.calls(), costs.level);
  SayCost(say, costs.idle, "epoll, edge", kMessages, costs.edge.io.calls(), costs.edge);
  SayCost(say, experiment.idle(), "shared event", kSharedMessages, costs.shared.calls(),
          costs.shared);
  return costs;
}

void CheckEpoll(support::Narrator& say, const Costs& few, const Costs& many) {
  const std::uint64_t most = kMessages * 215 / 100;
  say.Check(many.level.io.calls() < most && many.edge.io.calls() < most,
            "epoll: one recv, one send, and a tenth of a wait that ten messages share");
  say.Check(GrewByLessThanFivePercent(few.level.io.calls(), many.level.io.calls()) &&
                GrewByLessThanFivePercent(few.edge.io.calls(), many.edge.io.calls()),
            "idle clients cost epoll no system call");
  say.Check(GrewByLessThanFivePercent(kMessages, many.level.looks) &&
                GrewByLessThanFivePercent(kMessages, many.edge.looks),
            "and no look: only who is ready is looked at, O(ready)");
  say.Check(many.level.controls == kActiveClients + many.idle &&
                many.edge.controls == kActiveClients + many.idle,
            "epoll_ctl: once per client at the start, never again");
}

void CheckTheOthers(support::Narrator& say, const Costs& many) {
  say.Check(many.poll.io.calls() < kMessages * 215 / 100 &&
                many.poll.looks >= (kActiveClients + many.idle) * kRounds,
            "poll: as few calls, but each wait looks at everybody, O(n)");
  say.Check(many.shared.looks >= many.shared_sessions * kSharedRounds,
            "one event for all sockets: everybody is asked too, and each by a call of its own");
}

}  // namespace

void ShowCosts(support::Narrator& say) {
  say.Step("Ten clients speak, the others are idle. What does one message cost?");
  say.Say("descriptors this process may have: ", RaiseDescriptorLimit(), " (counted)");
  say.Say("  idle   loop            system calls     wake-ups     looked at   (per message)");
  const Costs few = MeasureCosts(say, 10);
  MeasureCosts(say, 1'000);
  const Costs many = MeasureCosts(say, 10'000);
  CheckEpoll(say, few, many);
  CheckTheOthers(say, many);
}

}  // namespace l03
