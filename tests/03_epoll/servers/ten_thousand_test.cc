// Ten thousand clients connect, each gets its echo, then all leave. Nothing may be left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

#include "01_blocking/sockets/readiness.h"
#include "03_epoll/epoll/descriptor_limit.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/patience.h"
#include "tests/support/wait.h"

namespace l03 {
namespace {

using test_support::ChildProcess;

template <typename Server>
class TenThousand : public testing::Test {};
using Loops = testing::Types<LevelEchoServer, EdgeEchoServer, LeanEchoServer>;
TYPED_TEST_SUITE(TenThousand, Loops);

TYPED_TEST(TenThousand, ClientsGetTheirEchoAndLeaveNothingBehind) {
  const std::size_t limit = RaiseDescriptorLimit();
  const std::size_t before = OpenDescriptors();
  const std::size_t count = std::min<std::size_t>(10'000, limit - before - 30);
  LoopCounts counts;
  {
    const auto server = MakeServer<TypeParam>();
    const std::size_t idle = OpenDescriptors();
    Running running(*server);
    {
      ChildProcess crowd({NETLADDER_03_EPOLL, "crowd", "127.0.0.1",
                          std::to_string(server->local().port()), std::to_string(count),
                          "--greet"});
      EXPECT_EQ(crowd.ReadLine(), "connected " + std::to_string(count));
      EXPECT_EQ(OpenDescriptors(), idle + count + 3);  // three pipes to the crowd
      std::printf("clients at the same time: %zu (descriptor limit %zu)\n", count, limit);
      crowd.CloseStdin();
      EXPECT_EQ(crowd.WaitExit(), 0);
    }
    EXPECT_TRUE(test_support::WaitUntil([&] { return OpenDescriptors() == idle; },
                                        test_support::kLongPatience));
    running.Stop();
    EXPECT_EQ(server->clients(), 0U);
    counts = server->counts();
  }
  EXPECT_EQ(OpenDescriptors(), before);
  // No spin: a client is worth four reports at most (it comes, is writable, speaks, leaves), and no
  // wait returns without one. Leaks of memory are found by LeakSanitizer at the end.
  EXPECT_LE(counts.looks, 4 * count + 10);
  EXPECT_LE(counts.io.waits, counts.looks);
  EXPECT_EQ(counts.controls,
            2 * count + 3);  // each is added and removed; three of the server's own
}

// Goal E6 is 128 octets, which the lean loop meets. In the others a connection keeps its buffer of
// 16 KiB while it is silent: this bound, their 16 632 octets and a fiftieth, keeps a second one
// out.
TYPED_TEST(TenThousand, ClientsThatAreSilentKeepOneBufferEachAndHardlyMore) {
  constexpr int kClients = 1000;
  RaiseDescriptorLimit();
  const auto server = MakeServer<TypeParam>();
  std::vector<l01::Socket> clients;
  clients.reserve(kClients);
  const std::ptrdiff_t before = test_support::LiveBytes();
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(l01::ConnectTo(server->local()));
    SendText(clients.back(), "hello");
    while (!l01::WaitReadable(clients.back(), std::chrono::milliseconds(0)))
      server->Turn(test_support::kPatienceMs);
    EXPECT_EQ(ReceiveText(clients.back(), 5), "hello");
  }
  const std::ptrdiff_t each = (test_support::LiveBytes() - before) / kClients;
  std::printf("octets of the heap for a silent client: %td\n", each);
  EXPECT_LE(each, (std::is_same_v<TypeParam, LeanEchoServer>) ? 128 : 17'000);
}

}  // namespace
}  // namespace l03
