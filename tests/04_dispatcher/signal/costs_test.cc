// What a signal costs, in bytes and allocations, and that it belongs to one thread.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "tests/04_dispatcher/signal/kinds.h"
#include "tests/support/allocation_counter.h"

namespace l04 {
namespace {

using test_support::Allocations;
using test_support::LiveBytes;

static_assert(sizeof(Signal<int, int>) == sizeof(void*), "a signal is one pointer");
static_assert(sizeof(Connection) == 4 * sizeof(void*), "a connection holds the slot itself");

struct Receiver {
  void OnValue(int value) { sum += value; }
  int sum = 0;
};

TEST(SignalCosts, AnEmptySignalTakesNothingFromTheHeap) {
  const std::size_t before = Allocations();
  const Signal<int> signal;
  signal(1);
  EXPECT_TRUE(signal.is_empty());
  EXPECT_EQ(Allocations(), before);
}

TEST(SignalCosts, ConnectingAMemberFunctionOrASmallLambdaTakesNothingFromTheHeap) {
  Receiver receiver;
  Signal<int> signal;
  const std::size_t before = Allocations();
  const Connection method = signal.connect<&Receiver::OnValue>(&receiver);
  const Connection lambda = signal.connect([&receiver](int value) { receiver.sum += value; });
  EXPECT_EQ(Allocations(), before);
  const Connection large =
      signal.connect([&receiver, more = 1L](int) { receiver.sum += more > 0; });
  EXPECT_EQ(Allocations(), before + 1) << "two words do not fit into a slot";
  signal(2);
  EXPECT_EQ(receiver.sum, 5);
}

TEST(SignalCosts, AnEmissionTakesNothingFromTheHeapAlsoIfItsSlotsComeAndGo) {
  Receiver receiver;
  Signal<int> signal;
  const Connection stays = signal.connect<&Receiver::OnValue>(&receiver);
  Connection comes;
  const Connection changes =
      signal.connect([&](int) { comes = signal.connect<&Receiver::OnValue>(&receiver); });
  signal(1);
  signal(1);
  const std::size_t before = Allocations();
  for (int i = 0; i < 1000; ++i) signal(1);
  EXPECT_EQ(Allocations(), before);
}

// What connecting one member function takes from the heap: for the signal, for the connection, for
// an emission.
template <typename Kind>
std::array<std::size_t, 3> CostsOf() {
  Receiver receiver;
  const std::size_t start = Allocations();
  SignalOf<Kind, int> signal;
  const std::size_t made = Allocations();
  const ConnectionOf<Kind> connection = signal.template connect<&Receiver::OnValue>(&receiver);
  const std::size_t connected = Allocations();
  signal(1);
  EXPECT_EQ(receiver.sum, 1);
  return {made - start, connected - made, Allocations() - connected};
}

TEST(SignalCosts, TheSafeSignalPaysForWhatTheCompactOneSaves) {
  EXPECT_EQ(CostsOf<Safe>(), (std::array<std::size_t, 3>{1, 4, 0}));
  EXPECT_EQ(CostsOf<Compact>(), (std::array<std::size_t, 3>{0, 0, 0}));
}

TEST(SignalCosts, AHundredThousandConnectionsLeaveNothingBehind) {
  Signal<> signal;
  Connection connection = signal.connect([large = std::string(100, 'x')] {});
  const std::ptrdiff_t before = LiveBytes();
  for (int i = 0; i < 100'000; ++i) {
    connection = signal.connect([large = std::string(100, 'x')] {});
  }
  EXPECT_EQ(LiveBytes(), before);
}

TEST(SignalThreads, AnotherThreadReachesASlotByPosting) {
  PhysicalSocketServer loop;
  Signal<int> signal;
  int got = 0;
  const Connection connection = signal.connect([&](int value) {
    got = value;
    loop.WakeUp();
  });
  std::thread other([&] { loop.Post([&signal] { signal(42); }); });
  EXPECT_TRUE(loop.Wait(PhysicalSocketServer::kForever, true));
  other.join();
  EXPECT_EQ(got, 42);
}

TEST(SignalThreads, ASignalMayBeSetUpOnOneThreadAndFiredOnAnother) {
  Signal<> signal;
  int calls = 0;
  Connection connection = signal.connect([&] { ++calls; });
  std::thread([&] { signal(); }).join();
  std::thread([&] { signal(); }).join();
  connection.disconnect();
  signal();
  EXPECT_EQ(calls, 2);
}

#if !defined(_WIN32) && NETLADDER_DEBUG_CHECKS && !defined(__SANITIZE_THREAD__)
TEST(SignalThreadsDeathTest, ASecondThreadInAnEmissionIsAMistakeThatADebugBuildNames) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto connect_from_elsewhere = [] {
    Signal<> signal;
    const Connection connection = signal.connect(
        [&signal] { std::thread([&signal] { signal.connect([] {}).release(); }).join(); });
    signal();
  };
  EXPECT_DEATH(connect_from_elsewhere(), "Signal: used on a second thread");
}
#endif

}  // namespace
}  // namespace l04
