// The registry and the one-shot logic on a demultiplexer that only says what a test tells it to.
#include <gtest/gtest.h>

#include <map>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace l04 {
namespace {

// Notes what it is told, and reports what the test has prepared.
class FakeDemultiplexer final : public Demultiplexer {
 public:
  struct Log {
    std::map<DispatcherKey, std::uint32_t> masks;  // the current masks
    int sets = 0;                                  // calls of Set
    int wake_ups = 0;                              // calls of WakeUp
    int refuse_with = 0;                           // Set fails with this code
    std::vector<std::vector<ReadyEvent>> batches;  // what the next waits report
  };
  explicit FakeDemultiplexer(Log& log) : log_(log) {}

  int Set(DispatcherKey key, Handle, std::uint32_t mask) override {
    ++log_.sets;
    if (log_.refuse_with == 0) log_.masks[key] = mask;
    return log_.refuse_with;
  }
  void Erase(DispatcherKey key) override { log_.masks.erase(key); }
  void Wait(int, bool, std::vector<ReadyEvent>* ready) override {
    ready->clear();
    if (log_.batches.empty()) return;
    *ready = log_.batches.front();
    log_.batches.erase(log_.batches.begin());
  }
  void WakeUp() override { ++log_.wake_ups; }

 private:
  Log& log_;
};

// A dispatcher without a socket.
class FakeDispatcher final : public Dispatcher {
 public:
  explicit FakeDispatcher(std::uint32_t mask = DE_READ) : wanted(mask) {}
  std::uint32_t GetRequestedEvents() const override { return wanted; }
  Handle GetHandle() const override { return 1; }
  void OnEvent(std::uint32_t flags, int code) override {
    events |= flags;
    error = code;
    rechecks += flags == 0;
    if (on_event) on_event();
  }

  std::uint32_t wanted;
  std::uint32_t events = 0;
  int error = 0;
  int rechecks = 0;
  std::function<void()> on_event;
};

class RegistryTest : public testing::Test {
 protected:
  RegistryTest() : loop_(Backend{nullptr, std::make_unique<FakeDemultiplexer>(log_)}) {}

  DispatcherKey Add(FakeDispatcher& dispatcher) {
    const auto before = log_.masks;
    loop_.Add(&dispatcher);
    loop_.Wait(0, true);  // masks are told when the loop waits
    for (const auto& [key, mask] : log_.masks) {
      if (!before.contains(key)) return key;
    }
    return kNoKey;
  }

  FakeDemultiplexer::Log log_;
  PhysicalSocketServer loop_;
};

TEST_F(RegistryTest, AddingTwiceCountsOnce) {
  FakeDispatcher dispatcher;
  Add(dispatcher);
  loop_.Add(&dispatcher);
  EXPECT_EQ(log_.masks.size(), 1U);
  EXPECT_TRUE(loop_.Remove(&dispatcher));
  EXPECT_TRUE(log_.masks.empty());
}

TEST_F(RegistryTest, RemovingAnUnknownOneIsHarmless) {
  FakeDispatcher dispatcher;
  EXPECT_FALSE(loop_.Remove(&dispatcher));
}

TEST_F(RegistryTest, AMaskThatGoesToAndFroCostsNoCall) {
  FakeDispatcher dispatcher;
  Add(dispatcher);
  const int sets = log_.sets;
  for (const std::uint32_t mask : {0U, 3U, 1U}) {
    dispatcher.wanted = mask;
    loop_.Update(&dispatcher);
  }
  loop_.Wait(0, true);
  EXPECT_EQ(log_.sets, sets);
  loop_.Remove(&dispatcher);
}

TEST_F(RegistryTest, ManyChangesInOneTurnAreOneCall) {
  FakeDispatcher dispatcher;
  const DispatcherKey key = Add(dispatcher);
  const int sets = log_.sets;
  for (const std::uint32_t mask : {0U, 3U, 2U}) {
    dispatcher.wanted = mask;
    loop_.Update(&dispatcher);
  }
  loop_.Wait(0, true);
  EXPECT_EQ(log_.sets, sets + 1);
  EXPECT_EQ(log_.masks.at(key), DE_WRITE);
  loop_.Remove(&dispatcher);
}

TEST_F(RegistryTest, ADispatcherThatTheSystemRefusesHearsSo) {
  FakeDispatcher dispatcher;
  log_.refuse_with = 24;
  loop_.Add(&dispatcher);
  loop_.Wait(0, true);
  EXPECT_EQ(dispatcher.events, DE_CLOSE);
  EXPECT_EQ(dispatcher.error, 24);
  loop_.Remove(&dispatcher);
}

TEST_F(RegistryTest, AnEventForADispatcherThatWasRemovedInTheSameBatchIsDropped) {
  FakeDispatcher first, second;
  const DispatcherKey a = Add(first), b = Add(second);
  first.on_event = [&] { loop_.Remove(&second); };
  log_.batches = {{{a, DE_READ, 0}, {b, DE_READ, 0}}};
  loop_.Wait(0, true);
  EXPECT_EQ(first.events, DE_READ);
  EXPECT_EQ(second.events, 0U);
  loop_.Remove(&first);
}

TEST_F(RegistryTest, AnEventNeverReachesTheNextDispatcherInTheSameSlot) {
  FakeDispatcher first, second, newcomer;
  const DispatcherKey a = Add(first), b = Add(second);
  first.on_event = [&] {
    loop_.Remove(&second);
    loop_.Add(&newcomer);  // takes over the slot
  };
  log_.batches = {{{a, DE_READ, 0}, {b, DE_READ, 0}}};
  loop_.Wait(0, true);
  EXPECT_EQ(newcomer.events, 0U);
  loop_.Remove(&first);
  loop_.Remove(&newcomer);
}

TEST_F(RegistryTest, AHandlerThatThrowsCostsTheOthersNoEvent) {
  FakeDispatcher first, second;
  const DispatcherKey a = Add(first), b = Add(second);
  first.on_event = [] { throw std::runtime_error("handler"); };
  log_.batches = {{{a, DE_READ, 0}, {b, DE_READ, 0}}};
  EXPECT_THROW(loop_.Wait(0, true), std::runtime_error);
  EXPECT_EQ(second.events, 0U);
  loop_.Wait(0, true);
  EXPECT_EQ(second.events, DE_READ);
  loop_.Remove(&first);
  loop_.Remove(&second);
}

TEST_F(RegistryTest, ATaskThatThrowsRunsOnceAndTheOthersRunToo) {
  std::string ran;
  loop_.Post([&] { ran += 'a'; });
  loop_.Post([&] {
    ran += 'b';
    throw std::runtime_error("task");
  });
  loop_.Post([&] { ran += 'c'; });
  EXPECT_THROW(loop_.Wait(0, true), std::runtime_error);
  loop_.Wait(0, true);
  EXPECT_EQ(ran, "abc");
}

TEST_F(RegistryTest, ADispatcherThatTheSystemRefusesIsNotOfferedAgainInEveryTurn) {
  FakeDispatcher dispatcher;
  log_.refuse_with = 24;
  loop_.Add(&dispatcher);
  for (int turn = 0; turn < 5; ++turn) {
    loop_.Update(&dispatcher);
    loop_.Wait(0, true);
  }
  EXPECT_EQ(log_.sets, 1);
  log_.refuse_with = 0;
  for (const std::uint32_t mask : {0U, 1U}) {  // it wants nothing for a while, and then again
    dispatcher.wanted = mask;
    loop_.Update(&dispatcher);
    loop_.Wait(0, true);
  }
  EXPECT_EQ(log_.sets, 2);
  loop_.Remove(&dispatcher);
}

TEST_F(RegistryTest, ARecheckCallsTheDispatcherInTheNextTurn) {
  FakeDispatcher dispatcher;
  Add(dispatcher);
  loop_.Recheck(&dispatcher);
  EXPECT_EQ(dispatcher.rechecks, 0);
  loop_.Wait(0, true);
  EXPECT_EQ(dispatcher.rechecks, 1);
  loop_.Wait(0, true);
  EXPECT_EQ(dispatcher.rechecks, 1);
  loop_.Remove(&dispatcher);
}

TEST_F(RegistryTest, PostsCostOneWakeUpWhileItIsPending) {
  for (int i = 0; i < 100; ++i) loop_.Post([] {});
  EXPECT_EQ(log_.wake_ups, 1);
  loop_.Wait(0, true);
  loop_.Post([] {});
  EXPECT_EQ(log_.wake_ups, 2);
  loop_.Wait(0, true);
}

}  // namespace
}  // namespace l04
