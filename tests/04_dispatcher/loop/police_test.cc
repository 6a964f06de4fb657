// The loop names who breaks its rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

using testing::HasSubstr;

class LoopPoliceTest : public LoopTest {
 protected:
  LoopPoliceTest() {
    loop_.police().SetHandler([this](LoopRule rule, const std::string& message) {
      rules_.push_back(rule);
      messages_ += message + "\n";
    });
  }
  void SetUp() override {
    if (!LoopPolice::kOn) GTEST_SKIP() << "a release build does not check";
  }
  std::string HandleOf(const AsyncSocket& socket) const {
    return "socket " + std::to_string(dynamic_cast<const Dispatcher&>(socket).GetHandle());
  }
  bool Broken(LoopRule rule) const {
    return std::find(rules_.begin(), rules_.end(), rule) != rules_.end();
  }

  std::vector<LoopRule> rules_;
  std::string messages_;
};

TEST_P(LoopPoliceTest, NamesAReadHandlerThatNeitherReadsNorCloses) {
  auto [client, server] = MakePair();
  int calls = 0;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket*) { ++calls; });
  client->Send("hello", 5);
  ASSERT_TRUE(Pump([&] { return calls == 1; }));
  ASSERT_EQ(rules_, std::vector{LoopRule::kReadOrPause});
  EXPECT_THAT(messages_, HasSubstr(HandleOf(*server)));
  EXPECT_THAT(messages_, HasSubstr(server->GetLocalAddress().ToString()));
  EXPECT_THAT(messages_, HasSubstr("must call Recv"));
}

TEST_P(LoopPoliceTest, HasNothingToSayIfTheHandlerReadsClosesPausesOrWaitsForRoom) {
  auto [client, server] = MakePair();
  int step = 0;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    char room[16];
    if (step == 0) socket->Recv(room, sizeof room);
    if (step == 1) socket->PauseReading();
    if (step == 2) FillUntilBlocked(*socket);
    if (step == 3) socket->Close();
    ++step;
  });
  for (int i = 0; i < 4; ++i) {
    char room[16];
    if (i > 1) server->Recv(room, sizeof room);  // what steps 1 and 2 left: arms READ again
    client->Send("x", 1);
    ASSERT_TRUE(Pump([&] { return step == i + 1; })) << i;
  }
  EXPECT_EQ(messages_, "");
}

TEST_P(LoopPoliceTest, NamesATaskThatPostsItselfForEver) {
  int runs = 0;
  std::function<void()> again = [&] {
    if (++runs > 2 * LoopPolice::kMostFruitlessTurns) {
      loop_.WakeUp();
    } else {
      loop_.Post(again);
    }
  };
  loop_.Post(again);
  EXPECT_TRUE(loop_.Wait(PhysicalSocketServer::kForever, true));
  ASSERT_EQ(rules_, std::vector{LoopRule::kMakeProgress}) << "once, not every turn";
  EXPECT_THAT(messages_, HasSubstr("a task that posts itself"));
}

TEST_P(LoopPoliceTest, NamesATimerWithoutDelayThatSetsItselfForEver) {
  int runs = 0;
  Timer timer;
  std::function<void()> again = [&] {
    if (++runs > 2 * LoopPolice::kMostFruitlessTurns) return loop_.WakeUp();
    timer = loop_.CallAfter(std::chrono::milliseconds(0), again);
  };
  again();
  EXPECT_TRUE(loop_.Wait(PhysicalSocketServer::kForever, true));
  EXPECT_TRUE(Broken(LoopRule::kMakeProgress));
}

TEST_P(LoopPoliceTest, HasNothingToSayAboutTasksOfOtherThreadsAndTimersWithADelay) {
  constexpr int kTasks = 2 * LoopPolice::kMostFruitlessTurns;
  int ran = 0;
  const Timer timer = loop_.CallAfter(std::chrono::milliseconds(1), [] {});
  std::thread other([&] {
    for (int i = 0; i < kTasks; ++i) loop_.Post([&] { ++ran; });
  });
  EXPECT_TRUE(Pump([&] { return ran == kTasks; }));
  other.join();
  EXPECT_FALSE(Broken(LoopRule::kMakeProgress)) << messages_;
}

TEST_P(LoopPoliceTest, NamesAHandlerThatBlocks) {
  loop_.police().SetHandlerLimit(std::chrono::milliseconds(5));
  auto [client, server] = MakePair();
  rules_.clear();
  messages_.clear();
  std::string name;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    name = HandleOf(*socket);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));  // the blocking call
    char room[16];
    socket->Recv(room, sizeof room);
  });
  // More than once: one that the system interrupts meanwhile is not accused.
  ASSERT_TRUE(Pump([&, client = client.get()] {
    client->Send("hello", 5);
    return Broken(LoopRule::kReturnSoon);
  }));
  EXPECT_THAT(messages_, HasSubstr("a handler of " + name));
  EXPECT_THAT(messages_, HasSubstr("must not wait"));
}

TEST_P(LoopPoliceTest, NamesASocketThatDiesOnAnotherThread) {
  auto doomed = Make();
  const std::string name = HandleOf(*doomed);
  // The loop waits in this task for the thread, so the mistake is made and nothing is at risk.
  loop_.Post([&] {
    std::thread([&] { doomed.reset(); }).join();
    loop_.WakeUp();
  });
  EXPECT_TRUE(loop_.Wait(PhysicalSocketServer::kForever, true));
  EXPECT_TRUE(Broken(LoopRule::kOneThread));
  EXPECT_THAT(messages_, HasSubstr(name + " was closed or destroyed on another thread"));
}

TEST_P(LoopPoliceTest, HasNothingToSayAboutASocketThatMovesBetweenWaits) {
  auto socket = Make();
  loop_.Wait(0, true);
  std::thread([&] { socket.reset(); }).join();
  EXPECT_EQ(messages_, "");
}

INSTANTIATE_IN_ALL_WORLDS(LoopPoliceTest);

#if NETLADDER_DEBUG_CHECKS
// A dispatcher that does not take what it asked for: the level stays, and the loop spins.
class Idle final : public Dispatcher {
 public:
  explicit Idle(Handle handle) : handle_(handle) {}
  std::uint32_t GetRequestedEvents() const override { return DE_WRITE; }
  Handle GetHandle() const override { return handle_; }
  void OnEvent(std::uint32_t, int) override { ++events; }
  int events = 0;

 private:
  Handle handle_;
};

TEST(LoopPolice, NamesADispatcherWhoseEventsLeadToNothing) {
  if (DefaultBackend() != BackendKind::kEpoll) GTEST_SKIP() << "WSAEventSelect tells it once";
  PhysicalSocketServer loop(BackendKind::kEpoll);
  std::string messages;
  loop.police().SetHandler([&](LoopRule, const std::string& message) { messages += message; });
  const Handle handle = loop.calls().Open(AF_INET, SOCK_DGRAM);
  Idle idle(handle);
  loop.Add(&idle);
  while (idle.events <= LoopPolice::kMostFruitlessTurns) loop.Wait(0, true);
  loop.Remove(&idle);
  loop.calls().Close(handle);
  EXPECT_THAT(messages, HasSubstr("socket " + std::to_string(handle) + " has woken the loop 1000"));
}
#endif

}  // namespace
}  // namespace l04
