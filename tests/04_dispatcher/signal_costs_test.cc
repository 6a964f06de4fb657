// What a signal costs, in bytes and allocations, and that it belongs to one thread.
#include <gtest/gtest.h>

#include <thread>

#include "04_dispatcher/physical_socket_server.h"
#include "tests/04_dispatcher/allocation_counter.h"

namespace l04 {
namespace {

static_assert(sizeof(Signal<int, int>) == sizeof(void*), "an empty signal is one pointer");

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

TEST(SignalCosts, TheFirstSlotIsOneAllocationAndAMemberFunctionHasNoneOfItsOwn) {
  Receiver receiver;
  Signal<int> signal;
  const std::size_t before = Allocations();
  const Connection first = signal.connect(&receiver, &Receiver::OnValue);
  EXPECT_EQ(Allocations(), before + 1);
  const Connection second = signal.connect([&receiver](int value) { receiver.sum += value; });
  EXPECT_EQ(Allocations(), before + 2) << "the array grows";
  signal(2);
  EXPECT_EQ(receiver.sum, 4);
}

TEST(SignalCosts, AnEmissionTakesNothingFromTheHeapAlsoIfItsSlotsComeAndGo) {
  Receiver receiver;
  Signal<int> signal;
  const Connection stays = signal.connect(&receiver, &Receiver::OnValue);
  Connection comes;
  const Connection changes =
      signal.connect([&](int) { comes = signal.connect(&receiver, &Receiver::OnValue); });
  signal(1);
  signal(1);
  const std::size_t before = Allocations();
  for (int i = 0; i < 1000; ++i) signal(1);
  EXPECT_EQ(Allocations(), before);
}

TEST(SignalCosts, ConnectingAndDisconnectingTakesNothingOnceTheListIsThere) {
  Receiver receiver;
  Signal<int> signal;
  Connection connection = signal.connect(&receiver, &Receiver::OnValue);
  const std::size_t before = Allocations();
  for (int i = 0; i < 1000; ++i) {
    connection.disconnect();
    connection = signal.connect(&receiver, &Receiver::OnValue);
  }
  EXPECT_EQ(Allocations(), before);
}

TEST(SignalCosts, AMillionConnectionsLeaveNothingBehind) {
  Signal<> signal;
  Connection connection = signal.connect([] {});
  const std::ptrdiff_t before = LiveBytes();
  for (int i = 0; i < 1'000'000; ++i) connection = signal.connect([] {});
  EXPECT_LE(LiveBytes(), before + 200) << "two slots at a time";
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

#if !defined(_WIN32) && !defined(NDEBUG) && !defined(__SANITIZE_THREAD__)
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
