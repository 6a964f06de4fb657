// Counts: system calls, wake-ups, descriptors looked at.
#include "03_epoll/experiments/loop_costs.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/pair.h"
#include "03_epoll/demo/shared_event_costs.h"
#include "03_epoll/epoll/descriptor_limit.h"
#include "tests/03_epoll/support/support.h"

namespace l03 {
namespace {

constexpr std::uint64_t kMessages = kActiveClients * kRounds;
constexpr std::uint64_t kFew = kMessages / 100;  // one per cent: the odd wait that saw only a part

TEST(LoopCosts, AreOneRecvOneSendAndAShareOfTheWaitForEveryLoop) {
  LoopCosts costs(NETLADDER_03_EPOLL);
  for (const EchoLoop loop : {EchoByPoll, EchoByLevel, EchoByEdge}) {
    const LoopCounts counts = costs.Measure(loop);
    EXPECT_EQ(counts.io.recvs, kMessages);
    EXPECT_EQ(counts.io.sends, kMessages);
    EXPECT_NEAR(static_cast<double>(counts.io.waits), kRounds, kFew);
  }
}

TEST(LoopCosts, GrowWithTheNumberOfIdleClientsForPollOnly) {
  LoopCosts costs(NETLADDER_03_EPOLL);
  ASSERT_EQ(costs.GrowIdleTo(500), 500U);
  EXPECT_GE(costs.Measure(EchoByPoll).looks, 510U * kRounds);
  EXPECT_LE(costs.Measure(EchoByLevel).looks, kMessages + kFew);
  EXPECT_LE(costs.Measure(EchoByEdge).looks, kMessages + kFew);
}

TEST(LoopCosts, IncludeOneEpollCtlPerClientAndNoneLater) {
  LoopCosts costs(NETLADDER_03_EPOLL);
  EXPECT_EQ(costs.Measure(EchoByLevel).controls, kActiveClients);
  EXPECT_EQ(costs.Measure(EchoByEdge).controls, kActiveClients);
}

TEST(LoopCosts, OfTenThousandIdleClientsAreNoSystemCallForEpoll) {
  LoopCosts costs(NETLADDER_03_EPOLL);
  costs.GrowIdleTo(10);
  const std::uint64_t level_before = costs.Measure(EchoByLevel).io.calls();
  const std::uint64_t edge_before = costs.Measure(EchoByEdge).io.calls();
  const std::size_t idle = costs.GrowIdleTo(10'000);
  const std::uint64_t level_after = costs.Measure(EchoByLevel).io.calls();
  const std::uint64_t edge_after = costs.Measure(EchoByEdge).io.calls();
  std::printf("idle clients: %zu; calls for %zu messages: level %zu -> %zu, edge %zu -> %zu\n",
              idle, std::size_t{kMessages}, std::size_t{level_before}, std::size_t{level_after},
              std::size_t{edge_before}, std::size_t{edge_after});
  EXPECT_GT(idle, 500U);
  EXPECT_LT(level_after * 100, level_before * 105);
  EXPECT_LT(edge_after * 100, edge_before * 105);
}

TEST(LoopCosts, OfPollHaveNoLimitOf1024Descriptors) {
  RaiseDescriptorLimit();
  std::vector<l01::Socket> clients;
  std::vector<l01::EchoConnection> connections;
  for (int i = 0; i < 1100; ++i) {
    auto [client, server] = l01::ConnectedPair();
    clients.push_back(std::move(client));
    connections.emplace_back(std::move(server));
  }
  ASSERT_GT(clients.back().native(), 1024);
  SendText(clients.back(), "hello");
  bool asked = false;
  EchoByPoll(connections, [&asked] { return std::exchange(asked, true); });
  EXPECT_EQ(ReceiveText(clients.back(), 5), "hello");
}

// Lesson 02's loop, on the same conversation: everybody is asked, by a call each.
TEST(SharedEventCosts, AreACallPerClientForEveryWait) {
  for (const std::size_t idle : {std::size_t{10}, std::size_t{500}}) {
    SharedEventCosts costs(NETLADDER_03_EPOLL, idle);
    ASSERT_EQ(costs.idle(), idle);
    constexpr std::size_t kFewRounds = 4;
    const LoopCounts counts = costs.Measure(kFewRounds);
    EXPECT_EQ(counts.looks, (kActiveClients + idle) * kFewRounds);
    EXPECT_EQ(counts.io.waits, kFewRounds);
    EXPECT_EQ(counts.io.recvs, kActiveClients * kFewRounds);
    EXPECT_EQ(counts.calls(), counts.looks + (2 * kActiveClients + 2) * kFewRounds);
  }
}

template <typename Server>
class SteadyState : public testing::Test {};
using Loops = testing::Types<LevelEchoServer, EdgeEchoServer>;
TYPED_TEST_SUITE(SteadyState, Loops);

TYPED_TEST(SteadyState, CostsAServerOneWaitOneRecvAndOneSendPerMessage) {
  const auto server = MakeServer<TypeParam>();
  std::vector<l01::Socket> clients;
  {
    const Running running(*server);
    for (int i = 0; i < 20; ++i) {
      clients.push_back(l01::ConnectTo(server->local()));
      EXPECT_EQ(l01::Exchange(clients.back(), "hello"), "hello");
    }
  }
  const LoopCounts before = server->counts();
  {
    const Running running(*server);
    for (int i = 0; i < 10; ++i) {
      for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
    }
  }
  const LoopCounts after = server->counts();
  EXPECT_EQ(after.io.recvs - before.io.recvs, 200U);
  EXPECT_EQ(after.io.sends - before.io.sends, 200U);
  EXPECT_EQ(after.io.waits - before.io.waits, 201U);  // the last one sees Stop()
  EXPECT_EQ(after.controls - before.controls, 0U);
}

}  // namespace
}  // namespace l03
