#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/04_dispatcher/signal/kinds.h"

namespace l04 {
namespace {

// sigslot copied connections along with signals and receivers, which is hard to reason about.
static_assert(!std::is_copy_constructible_v<Signal<>> && !std::is_copy_assignable_v<Signal<>>);
static_assert(!std::is_move_constructible_v<Signal<>>);
static_assert(!std::is_copy_constructible_v<Connection> && !std::is_copy_assignable_v<Connection>);
static_assert(std::is_nothrow_move_constructible_v<Connection>);
static_assert(std::is_nothrow_move_assignable_v<Connection>);

static_assert(!std::is_copy_constructible_v<SafeSignal<>> &&
              !std::is_move_constructible_v<SafeSignal<>>);
static_assert(!std::is_copy_constructible_v<SafeConnection>);
static_assert(std::is_nothrow_move_constructible_v<SafeConnection>);
static_assert(std::is_nothrow_move_assignable_v<SafeConnection>);

template <typename Kind>
class SignalTest : public testing::Test {};
TYPED_TEST_SUITE(SignalTest, SignalKinds);

template <typename Kind>
class ConnectionTest : public testing::Test {};
TYPED_TEST_SUITE(ConnectionTest, SignalKinds);

TYPED_TEST(SignalTest, CallsNobodyWhenNobodyIsConnected) {
  SignalOf<TypeParam, int> signal;
  signal(1);
  EXPECT_TRUE(signal.is_empty());
}

TYPED_TEST(SignalTest, CallsSlotsInTheOrderOfConnection) {
  SignalOf<TypeParam> signal;
  std::string calls;
  const ConnectionOf<TypeParam> a = signal.connect([&] { calls += 'a'; });
  const ConnectionOf<TypeParam> b = signal.connect([&] { calls += 'b'; });
  const ConnectionOf<TypeParam> c = signal.connect([&] { calls += 'c'; });
  signal();
  EXPECT_EQ(calls, "abc");
}

TYPED_TEST(SignalTest, RunsSlotsBeforeTheEmissionReturns) {
  SignalOf<TypeParam, int> signal;
  int got = 0;
  const ConnectionOf<TypeParam> connection = signal.connect([&](int value) { got = value; });
  signal(42);
  EXPECT_EQ(got, 42);
}

TYPED_TEST(SignalTest, CallsASlotTwiceThatIsConnectedTwice) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  const auto slot = [&calls] { ++calls; };
  const ConnectionOf<TypeParam> first = signal.connect(slot);
  ConnectionOf<TypeParam> second = signal.connect(slot);
  signal();
  EXPECT_EQ(calls, 2);
  second.disconnect();
  signal();
  EXPECT_EQ(calls, 3);
}

TYPED_TEST(SignalTest, TakesMemberFunctions) {
  struct Receiver {
    void OnValue(int value) { sum += value; }
    int sum = 0;
  } receiver;
  SignalOf<TypeParam, int> signal;
  const ConnectionOf<TypeParam> connection = signal.template connect<&Receiver::OnValue>(&receiver);
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

TYPED_TEST(SignalTest, TakesFreeFunctionsAndConstMemberFunctions) {
  static int total = 0;
  SignalOf<TypeParam, int> numbers;
  const ConnectionOf<TypeParam> free_function = numbers.connect(+[](int value) { total += value; });
  numbers(4);
  EXPECT_EQ(total, 4);

  int looks = 0;
  const Counter counter{0, &looks};
  SignalOf<TypeParam> signal;
  const ConnectionOf<TypeParam> look = signal.template connect<&Counter::Look>(&counter);
  signal();
  EXPECT_EQ(looks, 1);
}

TYPED_TEST(SignalTest, TakesCallablesThatAreLargeOrCanOnlyBeMovedOrKeepAState) {
  SignalOf<TypeParam> signal;
  std::string calls;
  const std::string large(100, 'x');
  const ConnectionOf<TypeParam> a =
      signal.connect([&calls, large] { calls += large.substr(0, 1); });
  const ConnectionOf<TypeParam> b =
      signal.connect([&calls, only = std::make_unique<char>('y')] { calls += *only; });
  const ConnectionOf<TypeParam> c =
      signal.connect([&calls, next = '0']() mutable { calls += next++; });
  signal();
  signal();
  EXPECT_EQ(calls, "xy0xy1");
}

TYPED_TEST(SignalTest, DestroysALargeCallableWithItsConnection) {
  const auto owned = std::make_shared<int>(1);
  SignalOf<TypeParam> signal;
  ConnectionOf<TypeParam> connection = signal.connect([owned] {});
  EXPECT_EQ(owned.use_count(), 2);
  connection.disconnect();
  EXPECT_EQ(owned.use_count(), 1);
  {
    SignalOf<TypeParam> shorter;
    shorter.connect([owned] {}).release();
    EXPECT_EQ(owned.use_count(), 2);
  }
  EXPECT_EQ(owned.use_count(), 1);
}

TYPED_TEST(SignalTest, KeepsArgumentTypesAsTheyAre) {
  const int* seen = nullptr;
  std::string text;
  SignalOf<TypeParam, const int*, int* const, const std::string&> signal;
  const ConnectionOf<TypeParam> connection =
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

TYPED_TEST(SignalTest, TwoSignalsOfOneReceiverDoNotMix) {
  Counter first, second;
  SignalOf<TypeParam> a, b;
  const ConnectionOf<TypeParam> on_a = a.template connect<&Counter::Add>(&first);
  const ConnectionOf<TypeParam> on_b = b.template connect<&Counter::Add>(&second);
  a();
  EXPECT_EQ(first.count, 1);
  EXPECT_EQ(second.count, 0);
  b();
  EXPECT_EQ(second.count, 1);
}

TYPED_TEST(SignalTest, DisconnectsExactlyTheConnectionThatIsAskedFor) {
  SignalOf<TypeParam> signal;
  std::string calls;
  const auto a = [&calls] { calls += 'a'; };
  const ConnectionOf<TypeParam> first = signal.connect(a);
  const ConnectionOf<TypeParam> b = signal.connect([&calls] { calls += 'b'; });
  ConnectionOf<TypeParam> last = signal.connect(a);
  last.disconnect();
  signal();
  EXPECT_EQ(calls, "ab");
}

// sigslot's receiver forgot a signal at the first disconnect and was called after its death.
TYPED_TEST(SignalTest, AReceiverConnectedTwiceAndDisconnectedOnceIsGoneWhenItDies) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  {
    struct Receiver {
      int* calls;
      ConnectionOf<TypeParam> first, second;
      void OnSignal() { ++*calls; }
    } receiver{&calls, {}, {}};
    receiver.first = signal.template connect<&Receiver::OnSignal>(&receiver);
    receiver.second = signal.template connect<&Receiver::OnSignal>(&receiver);
    receiver.first.disconnect();
    signal();
    EXPECT_EQ(calls, 1);
  }
  signal();
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(signal.is_empty());
}

TYPED_TEST(SignalTest, EmptyAgainAfterEveryKindOfEnd) {
  SignalOf<TypeParam> signal;
  EXPECT_TRUE(signal.is_empty());
  signal.disconnect_all();
  ConnectionOf<TypeParam> connection = signal.connect([] {});
  EXPECT_FALSE(signal.is_empty());
  signal.disconnect_all();
  EXPECT_TRUE(signal.is_empty());
  EXPECT_FALSE(connection.connected());
  connection.disconnect();
}

TYPED_TEST(SignalTest, KeepsTheOrderOfManySlotsWhileSomeLeave) {
  SignalOf<TypeParam> signal;
  std::string calls;
  std::vector<ConnectionOf<TypeParam>> connections;
  for (char name = 'a'; name <= 'z'; ++name) {
    connections.push_back(signal.connect([&calls, name] { calls += name; }));
  }
  for (std::size_t i = 0; i < connections.size(); i += 2) connections[i].disconnect();
  signal();
  EXPECT_EQ(calls, "bdfhjlnprtvxz");
}

TYPED_TEST(SignalTest, StopsForwardingWhenTheChainIsCut) {
  SignalOf<TypeParam> source, relay;
  int calls = 0;
  ConnectionOf<TypeParam> chain = source.connect(relay);
  const ConnectionOf<TypeParam> end = relay.connect([&] { ++calls; });
  source();
  chain.disconnect();
  source();
  relay();
  EXPECT_EQ(calls, 2);
}

TYPED_TEST(SignalTest, ForwardsToAnotherSignal) {
  SignalOf<TypeParam, int> source, relay;
  int got = 0;
  const ConnectionOf<TypeParam> chain = source.connect(relay);
  const ConnectionOf<TypeParam> end = relay.connect([&](int value) { got = value; });
  source(5);
  EXPECT_EQ(got, 5);
}

TYPED_TEST(SignalTest, PassesReferencesThrough) {
  SignalOf<TypeParam, int&> signal;
  const ConnectionOf<TypeParam> connection = signal.connect([](int& value) { ++value; });
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

TYPED_TEST(SignalTest, CopiesAnArgumentAtMostOncePerSlotThatWantsItsOwn) {
  int copies = 0;
  SignalOf<TypeParam, CountsCopies> signal;
  const ConnectionOf<TypeParam> by_reference = signal.connect([](const CountsCopies&) {});
  signal(CountsCopies(&copies));
  EXPECT_EQ(copies, 0);
  const ConnectionOf<TypeParam> by_value = signal.connect([](CountsCopies) {});
  signal(CountsCopies(&copies));
  EXPECT_EQ(copies, 1);
}

TYPED_TEST(SignalTest, StaysUsableAfterASlotThrew) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  ConnectionOf<TypeParam> thrower = signal.connect([] { throw std::runtime_error("slot"); });
  const ConnectionOf<TypeParam> after = signal.connect([&] { ++calls; });
  EXPECT_THROW(signal(), std::runtime_error);
  EXPECT_EQ(calls, 0);
  thrower.disconnect();
  signal();
  EXPECT_EQ(calls, 1);
}

TYPED_TEST(ConnectionTest, DisconnectsWhenItDies) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  {
    const ConnectionOf<TypeParam> connection = signal.connect([&] { ++calls; });
    EXPECT_TRUE(connection.connected());
  }
  signal();
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(signal.is_empty());
}

TYPED_TEST(ConnectionTest, MovedFromIsConnectedToNothing) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  ConnectionOf<TypeParam> first = signal.connect([&] { ++calls; });
  ConnectionOf<TypeParam> second = std::move(first);
  EXPECT_TRUE(second.connected());
  second = std::move(second);
  EXPECT_TRUE(second.connected()) << "assigned to itself";
  const ConnectionOf<TypeParam> third(std::move(second));
  signal();
  EXPECT_EQ(calls, 1);
}

TYPED_TEST(ConnectionTest, MayOutliveItsSignal) {
  ConnectionOf<TypeParam> connection;
  {
    SignalOf<TypeParam> signal;
    connection = signal.connect([] {});
  }
  EXPECT_FALSE(connection.connected());
  connection.disconnect();
}

TYPED_TEST(ConnectionTest, ReleasedKeepsTheSlotConnected) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  signal.connect([&] { ++calls; }).release();
  signal();
  EXPECT_EQ(calls, 1);
}

TYPED_TEST(ConnectionTest, DisconnectsItsOldSlotWhenItIsAssignedANewOne) {
  SignalOf<TypeParam> signal;
  std::string calls;
  ConnectionOf<TypeParam> connection = signal.connect([&] { calls += 'a'; });
  connection = signal.connect([&] { calls += 'b'; });
  signal();
  EXPECT_EQ(calls, "b");
}

TYPED_TEST(ConnectionTest, CanBeMadeAgainAfterDisconnecting) {
  SignalOf<TypeParam> signal;
  int calls = 0;
  ConnectionOf<TypeParam> connection = signal.connect([&] { ++calls; });
  connection.disconnect();
  signal();
  connection = signal.connect([&] { ++calls; });
  signal();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace l04
