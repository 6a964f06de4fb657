#include "03_epoll/servers/server_group.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/wait.h"

namespace l03 {
namespace {

TEST(ReusePort, DealsClientsOutToAllLoops) {
  ServerGroup<LevelEchoServer> group(l01::Endpoint::Loopback(), 3);
  Running running(group);
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(l01::ConnectTo(group.local()));
    EXPECT_EQ(l01::Exchange(clients.back(), "hello"), "hello");
  }
  running.Stop();
  std::size_t sum = 0;
  for (const auto& server : group.servers()) {
    EXPECT_GT(server->clients(), 0U);  // that a loop gets none has a chance of (2/3)^200
    sum += server->clients();
  }
  EXPECT_EQ(sum, 200U);
}

TEST(ReusePort, LetsTwoListenersHaveOnePortOnlyIfBothAskForIt) {
  const l01::Socket first = ListenSharing(l01::Endpoint::Loopback());
  EXPECT_NO_THROW(ListenSharing(first.LocalEndpoint()));
  EXPECT_THROW(l01::ListenOn(first.LocalEndpoint()), l01::SocketError);
  const l01::Socket alone = AnyListener();
  EXPECT_THROW(ListenSharing(alone.LocalEndpoint()), l01::SocketError);
}

TEST(ServerGroup, EndsWhenStoppedBeforeItRuns) {
  ServerGroup<EdgeEchoServer> group(l01::Endpoint::Loopback(), 2);
  group.Stop();
  group.Run();
}

TEST(RunTogether, RunsEachBodyOnAThreadOfItsOwn) {
  std::atomic<int> present = 0;
  RunTogether(
      3,
      [&present](int) {
        ++present;
        EXPECT_TRUE(test_support::WaitUntil([&present] { return present == 3; }));
      },
      [] {});
}

TEST(RunTogether, EndsTheOthersWhenOneThrowsAndThrowsItOn) {
  std::atomic<bool> stopped = false;
  const auto run = [&] {
    RunTogether(
        3,
        [&stopped](int i) {
          if (i == 1) throw std::runtime_error("the second one");
          test_support::WaitUntil([&stopped] { return stopped.load(); });
        },
        [&stopped] { stopped = true; });
  };
  EXPECT_THROW(run(), std::runtime_error);
  EXPECT_TRUE(stopped);
}

}  // namespace
}  // namespace l03
