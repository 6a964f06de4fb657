#include "04_dispatcher/signal/signal.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace l04 {
namespace {

// sigslot copied connections along with signals and receivers, which is hard to reason about.
static_assert(!std::is_copy_constructible_v<Signal<>> && !std::is_copy_assignable_v<Signal<>>);
static_assert(!std::is_move_constructible_v<Signal<>>);
static_assert(!std::is_copy_constructible_v<Connection> && !std::is_copy_assignable_v<Connection>);
static_assert(std::is_nothrow_move_constructible_v<Connection>);
static_assert(std::is_nothrow_move_assignable_v<Connection>);

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
  const Connection connection = signal.connect<&Receiver::OnValue>(&receiver);
  signal(3);
  signal(4);
  EXPECT_EQ(receiver.sum, 7);
}

struct Counter {
  void Add() { ++count; }
  void Look() const { ++*looks; }
  int count = 0;
  int* looks = nullptr;
};

TEST(Signal, TakesFreeFunctionsAndConstMemberFunctions) {
  static int total = 0;
  Signal<int> numbers;
  const Connection free_function = numbers.connect(+[](int value) { total += value; });
  numbers(4);
  EXPECT_EQ(total, 4);

  int looks = 0;
  const Counter counter{0, &looks};
  Signal<> signal;
  const Connection look = signal.connect<&Counter::Look>(&counter);
  signal();
  EXPECT_EQ(looks, 1);
}

TEST(Signal, TakesCallablesThatAreLargeOrCanOnlyBeMovedOrKeepAState) {
  Signal<> signal;
  std::string calls;
  const std::string large(100, 'x');
  const Connection a = signal.connect([&calls, large] { calls += large.substr(0, 1); });
  const Connection b =
      signal.connect([&calls, only = std::make_unique<char>('y')] { calls += *only; });
  const Connection c = signal.connect([&calls, next = '0']() mutable { calls += next++; });
  signal();
  signal();
  EXPECT_EQ(calls, "xy0xy1");
}

TEST(Signal, DestroysALargeCallableWithItsConnection) {
  const auto owned = std::make_shared<int>(1);
  Signal<> signal;
  Connection connection = signal.connect([owned] {});
  EXPECT_EQ(owned.use_count(), 2);
  connection.disconnect();
  EXPECT_EQ(owned.use_count(), 1);
  {
    Signal<> shorter;
    shorter.connect([owned] {}).release();
    EXPECT_EQ(owned.use_count(), 2);
  }
  EXPECT_EQ(owned.use_count(), 1);
}

TEST(Signal, KeepsArgumentTypesAsTheyAre) {
  const int* seen = nullptr;
  std::string text;
  Signal<const int*, int* const, const std::string&> signal;
  const Connection connection =
      signal.connect([&](const int* value, int* const other, const std::string& words) {
        seen = value;
        ++*other;
        text = words;
      });
  const int value = 3;
  int other = 4;
  signal(&value, &other, "words");
  EXPECT_EQ(seen, &value);
  EXPECT_EQ(other, 5);
  EXPECT_EQ(text, "words");
}

TEST(Signal, TwoSignalsOfOneReceiverDoNotMix) {
  Counter first, second;
  Signal<> a, b;
  const Connection on_a = a.connect<&Counter::Add>(&first);
  const Connection on_b = b.connect<&Counter::Add>(&second);
  a();
  EXPECT_EQ(first.count, 1);
  EXPECT_EQ(second.count, 0);
  b();
  EXPECT_EQ(second.count, 1);
}

TEST(Signal, DisconnectsExactlyTheConnectionThatIsAskedFor) {
  Signal<> signal;
  std::string calls;
  const auto a = [&calls] { calls += 'a'; };
  const Connection first = signal.connect(a);
  const Connection b = signal.connect([&calls] { calls += 'b'; });
  Connection last = signal.connect(a);
  last.disconnect();
  signal();
  EXPECT_EQ(calls, "ab");
}

// sigslot's receiver forgot a signal at the first disconnect and was called after its death.
TEST(Signal, AReceiverConnectedTwiceAndDisconnectedOnceIsGoneWhenItDies) {
  Signal<> signal;
  int calls = 0;
  {
    struct Receiver {
      int* calls;
      Connection first, second;
      void OnSignal() { ++*calls; }
    } receiver{&calls, {}, {}};
    receiver.first = signal.connect<&Receiver::OnSignal>(&receiver);
    receiver.second = signal.connect<&Receiver::OnSignal>(&receiver);
    receiver.first.disconnect();
    signal();
    EXPECT_EQ(calls, 1);
  }
  signal();
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(signal.is_empty());
}

TEST(Signal, EmptyAgainAfterEveryKindOfEnd) {
  Signal<> signal;
  EXPECT_TRUE(signal.is_empty());
  signal.disconnect_all();
  Connection connection = signal.connect([] {});
  EXPECT_FALSE(signal.is_empty());
  signal.disconnect_all();
  EXPECT_TRUE(signal.is_empty());
  EXPECT_FALSE(connection.connected());
  connection.disconnect();
}

TEST(Signal, KeepsTheOrderOfManySlotsWhileSomeLeave) {
  Signal<> signal;
  std::string calls;
  std::vector<Connection> connections;
  for (char name = 'a'; name <= 'z'; ++name) {
    connections.push_back(signal.connect([&calls, name] { calls += name; }));
  }
  for (std::size_t i = 0; i < connections.size(); i += 2) connections[i].disconnect();
  signal();
  EXPECT_EQ(calls, "bdfhjlnprtvxz");
}

TEST(Signal, StopsForwardingWhenTheChainIsCut) {
  Signal<> source, relay;
  int calls = 0;
  Connection chain = source.connect(relay);
  const Connection end = relay.connect([&] { ++calls; });
  source();
  chain.disconnect();
  source();
  relay();
  EXPECT_EQ(calls, 2);
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

TEST(Connection, MovedFromIsConnectedToNothing) {
  Signal<> signal;
  int calls = 0;
  Connection first = signal.connect([&] { ++calls; });
  Connection second = std::move(first);
  EXPECT_TRUE(second.connected());
  second = std::move(second);
  EXPECT_TRUE(second.connected()) << "assigned to itself";
  const Connection third(std::move(second));
  signal();
  EXPECT_EQ(calls, 1);
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
