#include "04_dispatcher/signal.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace l04 {
namespace {

static_assert(!std::is_copy_constructible_v<Signal<>>);
static_assert(!std::is_copy_constructible_v<Connection>);
static_assert(std::is_nothrow_move_constructible_v<Connection>);

TEST(Signal, CallsNobodyWhenNobodyIsConnected) {
  Signal<int> signal;
  signal(1);
  EXPECT_TRUE(signal.is_empty());
}

TEST(Signal, CallsSlotsInTheOrderOfConnection) {
  Signal<> signal;
  std::string calls;
  const Connection a = signal.connect([&] { calls += 'a'; });
  const Connection b = signal.connect([&] { calls += 'b'; });
  const Connection c = signal.connect([&] { calls += 'c'; });
  signal();
  EXPECT_EQ(calls, "abc");
}

TEST(Signal, RunsSlotsBeforeTheEmissionReturns) {
  Signal<int> signal;
  int got = 0;
  const Connection connection = signal.connect([&](int value) { got = value; });
  signal(42);
  EXPECT_EQ(got, 42);
}

TEST(Signal, CallsASlotTwiceThatIsConnectedTwice) {
  Signal<> signal;
  int calls = 0;
  const auto slot = [&calls] { ++calls; };
  const Connection first = signal.connect(slot);
  Connection second = signal.connect(slot);
  signal();
  EXPECT_EQ(calls, 2);
  second.disconnect();
  signal();
  EXPECT_EQ(calls, 3);
}

TEST(Signal, TakesMemberFunctions) {
  struct Receiver {
    void OnValue(int value) { sum += value; }
    int sum = 0;
  } receiver;
  Signal<int> signal;
  const Connection connection = signal.connect(&receiver, &Receiver::OnValue);
  signal(3);
  signal(4);
  EXPECT_EQ(receiver.sum, 7);
}

TEST(Signal, ForwardsToAnotherSignal) {
  Signal<int> source, relay;
  int got = 0;
  const Connection chain = source.connect(relay);
  const Connection end = relay.connect([&](int value) { got = value; });
  source(5);
  EXPECT_EQ(got, 5);
}

TEST(Signal, PassesReferencesThrough) {
  Signal<int&> signal;
  const Connection connection = signal.connect([](int& value) { ++value; });
  int value = 1;
  signal(value);
  EXPECT_EQ(value, 2);
}

struct CountsCopies {
  explicit CountsCopies(int* counter) : copies(counter) {}
  CountsCopies(const CountsCopies& other) : copies(other.copies) { ++*copies; }
  CountsCopies& operator=(const CountsCopies&) = delete;
  int* copies;
};

TEST(Signal, CopiesAnArgumentAtMostOncePerSlotThatWantsItsOwn) {
  int copies = 0;
  Signal<CountsCopies> signal;
  const Connection by_reference = signal.connect([](const CountsCopies&) {});
  signal(CountsCopies(&copies));
  EXPECT_EQ(copies, 0);
  const Connection by_value = signal.connect([](CountsCopies) {});
  signal(CountsCopies(&copies));
  EXPECT_EQ(copies, 1);
}

TEST(Signal, StaysUsableAfterASlotThrew) {
  Signal<> signal;
  int calls = 0;
  Connection thrower = signal.connect([] { throw std::runtime_error("slot"); });
  const Connection after = signal.connect([&] { ++calls; });
  EXPECT_THROW(signal(), std::runtime_error);
  EXPECT_EQ(calls, 0);
  thrower.disconnect();
  signal();
  EXPECT_EQ(calls, 1);
}

TEST(Connection, DisconnectsWhenItDies) {
  Signal<> signal;
  int calls = 0;
  {
    const Connection connection = signal.connect([&] { ++calls; });
    EXPECT_TRUE(connection.connected());
  }
  signal();
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(signal.is_empty());
}

TEST(Connection, MayOutliveItsSignal) {
  Connection connection;
  {
    Signal<> signal;
    connection = signal.connect([] {});
  }
  EXPECT_FALSE(connection.connected());
  connection.disconnect();
}

TEST(Connection, ReleasedKeepsTheSlotConnected) {
  Signal<> signal;
  int calls = 0;
  signal.connect([&] { ++calls; }).release();
  signal();
  EXPECT_EQ(calls, 1);
}

TEST(Connection, DisconnectsItsOldSlotWhenItIsAssignedANewOne) {
  Signal<> signal;
  std::string calls;
  Connection connection = signal.connect([&] { calls += 'a'; });
  connection = signal.connect([&] { calls += 'b'; });
  signal();
  EXPECT_EQ(calls, "b");
}

TEST(Connection, CanBeMadeAgainAfterDisconnecting) {
  Signal<> signal;
  int calls = 0;
  Connection connection = signal.connect([&] { ++calls; });
  connection.disconnect();
  signal();
  connection = signal.connect([&] { ++calls; });
  signal();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace l04
