// Wait, WakeUp, Post and timers.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/04_dispatcher/support/support.h"
#include "tests/support/patience.h"

namespace l04 {
namespace {

using std::chrono::milliseconds;
constexpr int kForever = PhysicalSocketServer::kForever;

class WaitTest : public LoopTest {};

TEST_P(WaitTest, ReturnsTrueWhenItsTimeHasPassed) {
  EXPECT_TRUE(loop_.Wait(1, true));
}

TEST_P(WaitTest, ZeroLooksOnceAndReturns) {
  EXPECT_TRUE(loop_.Wait(0, true));
}

TEST_P(WaitTest, AWakeUpBeforeItIsNotLost) {
  loop_.WakeUp();
  EXPECT_TRUE(loop_.Wait(kForever, true));
}

TEST_P(WaitTest, ManyWakeUpsCountAsOne) {
  for (int i = 0; i < 1000; ++i) loop_.WakeUp();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  int ticks = 0;
  const Timer timer = loop_.CallAfter(milliseconds(1), [&] {
    ++ticks;
    loop_.WakeUp();
  });
  EXPECT_TRUE(loop_.Wait(kForever, true));  // would return before the timer if one were left
  EXPECT_EQ(ticks, 1);
}

TEST_P(WaitTest, LastsItsTimeAlthoughEventsArrive) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  bool late = false;
  const Timer timer = loop_.CallAfter(milliseconds(20), [&] { late = true; });
  client->Send("hello", 5);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(loop_.Wait(40, true));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(40));
  EXPECT_EQ(recorder.Count("read"), 1);
  EXPECT_TRUE(late) << "the Wait ended before the timer was due";
}

TEST_P(WaitTest, IsEndedByAWakeUpFromAnotherThread) {
  std::thread other([this] { loop_.WakeUp(); });
  EXPECT_TRUE(loop_.Wait(kForever, true));
  other.join();
}

TEST_P(WaitTest, AHandlerMayEndIt) {
  auto [client, server] = MakePair();
  const Connection on_read = server->SignalReadEvent.connect([this](AsyncSocket* socket) {
    socket->PauseReading();
    loop_.WakeUp();
  });
  client->Send("hello", 5);
  EXPECT_TRUE(loop_.Wait(kForever, true));
}

TEST_P(WaitTest, CalledByAHandlerIsRefused) {
  auto [client, server] = MakePair();
  int refused = 0;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    EXPECT_THROW(loop_.Wait(0, true), std::logic_error);
    ++refused;
    socket->PauseReading();
    loop_.WakeUp();
  });
  client->Send("x", 1);
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(refused, 1);
}

TEST_P(WaitTest, CalledByATaskOrATimerIsRefused) {
  int refused = 0;
  const Timer timer = loop_.CallAfter(milliseconds(0), [&] {
    EXPECT_THROW(loop_.Wait(0, true), std::logic_error);
    if (++refused == 2) loop_.WakeUp();
  });
  loop_.Post([&] {
    EXPECT_THROW(loop_.Wait(0, true), std::logic_error);
    if (++refused == 2) loop_.WakeUp();
  });
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(refused, 2);
}

TEST_P(WaitTest, WorksAfterAHandlerThrew) {
  loop_.Post([] { throw std::runtime_error("handler"); });
  EXPECT_THROW(loop_.Wait(kForever, true), std::runtime_error);
  EXPECT_TRUE(loop_.Wait(0, true));
}

TEST_P(WaitTest, WithoutProcessIoKeepsTheSocketsForLater) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  client->Send("hello", 5);
  bool timer_ran = false;
  const Timer due = loop_.CallAfter(std::chrono::milliseconds(0), [&] { timer_ran = true; });
  const std::uint64_t before = loop_.counts().turns;
  EXPECT_TRUE(loop_.Wait(kQuietMs, false));
  EXPECT_LE(loop_.counts().turns - before, 3U) << "the bytes or the timer have woken it";
  EXPECT_EQ(recorder.heard, "");
  EXPECT_FALSE(timer_ran);
  EXPECT_TRUE(Pump([&] { return recorder.Count("read") == 1 && timer_ran; }));
}

TEST_P(WaitTest, RunsPostedTasksInOrderOnItsOwnThread) {
  std::string ran;
  const std::thread::id loop_thread = std::this_thread::get_id();
  std::thread other([&] {
    for (char name = 'a'; name <= 'e'; ++name) {
      loop_.Post([&, name] {
        EXPECT_EQ(std::this_thread::get_id(), loop_thread);
        ran += name;
        if (name == 'e') loop_.WakeUp();
      });
    }
  });
  EXPECT_TRUE(loop_.Wait(kForever, true));
  other.join();
  EXPECT_EQ(ran, "abcde");
}

TEST_P(WaitTest, LosesNoTaskWhenManyThreadsPost) {
  constexpr int kThreads = 4, kTasks = 500;
  int ran = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < kTasks; ++k) {
        loop_.Post([&] {
          if (++ran == kThreads * kTasks) loop_.WakeUp();
        });
      }
    });
  }
  EXPECT_TRUE(loop_.Wait(kForever, true));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ran, kThreads * kTasks);
}

// With a lock held while foreign code runs, each of these would wait for ever.
TEST_P(WaitTest, HoldsNoLockWhileAHandlerATaskOrATimerRuns) {
  auto [client, server] = MakePair();
  std::string ran;
  const auto speak_from_another_thread = [&](char who) {
    std::thread([&, who] {
      loop_.Post([&, who] { ran += who; });
      loop_.WakeUp();
    }).join();
  };
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    speak_from_another_thread('h');
    char byte = 0;
    socket->Recv(&byte, 1);
  });
  client->Send("x", 1);
  loop_.Post([&] { speak_from_another_thread('t'); });
  const Timer timer = loop_.CallAfter(milliseconds(0), [&] { speak_from_another_thread('c'); });
  EXPECT_TRUE(Pump([&] { return ran.size() == 3; }));
  std::sort(ran.begin(), ran.end());
  EXPECT_EQ(ran, "cht");
}

// Between two calls of CallAfter the machine may do something else for as long as it likes. So the
// one that is set first is due after everything else, and the others are due as they are set.
TEST_P(WaitTest, RunsTimersInOrder) {
  std::string ran;
  const Timer last = loop_.CallAfter(test_support::kPatience, [&] {
    ran += 'c';
    loop_.WakeUp();
  });
  const Timer early = loop_.CallAfter(milliseconds(5), [&] { ran += 'a'; });
  const Timer late = loop_.CallAfter(milliseconds(20), [&] {
    ran += 'b';
    loop_.WakeUp();
  });
  Timer cancelled = loop_.CallAfter(milliseconds(1), [&] { ran += 'x'; });
  cancelled.Cancel();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(ran, "ab");
}

TEST_P(WaitTest, RunsTasksWhileSocketsMustWait) {
  bool ran = false;
  loop_.Post([&] {
    ran = true;
    loop_.WakeUp();
  });
  EXPECT_TRUE(loop_.Wait(kForever, false));
  EXPECT_TRUE(ran);
  loop_.WakeUp();
  EXPECT_TRUE(loop_.Wait(kForever, false));
  EXPECT_TRUE(loop_.Wait(0, true));
}

TEST_P(WaitTest, ATaskThatAnotherThreadPostsWhileTheLoopSleepsRuns) {
  for (int round = 0; round < 50; ++round) {
    bool ran = false;
    std::thread other([&] { loop_.Post([&] { ran = true, loop_.WakeUp(); }); });
    EXPECT_TRUE(loop_.Wait(kForever, true));
    other.join();
    EXPECT_TRUE(ran);
  }
}

TEST_P(WaitTest, ADelayThatIsTooLongToCountNeverRunsAndOneBelowZeroRunsAtOnce) {
  using std::chrono::hours;
  bool never = false;
  int ran = 0;
  const Timer longest = loop_.CallAfter(milliseconds::max(), [&] { never = true; });
  const Timer longer =
      loop_.CallAfter(milliseconds::max() - milliseconds(1), [&] { never = true; });
  const Timer centuries = loop_.CallAfter(hours(24L * 365 * 300), [&] { never = true; });
  const Timer weeks = loop_.CallAfter(milliseconds(4294967296L + 50), [&] { never = true; });
  const Timer past = loop_.CallAfter(milliseconds(-5), [&] { ++ran; });
  const Timer long_past = loop_.CallAfter(milliseconds::min(), [&] {
    ++ran;
    loop_.WakeUp();
  });
  EXPECT_TRUE(loop_.Wait(kForever, true));
  loop_.Wait(kQuietMs, true);
  EXPECT_EQ(ran, 2);
  EXPECT_FALSE(never);
}

TEST_P(WaitTest, CountsTurnsWakeUpsAndTasks) {
  const LoopCounts before = loop_.counts();
  for (int i = 0; i < 3; ++i) loop_.Post([] {});
  loop_.WakeUp();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  const LoopCounts after = loop_.counts();
  EXPECT_EQ(after.tasks - before.tasks, 3U);
  EXPECT_EQ(after.wake_ups - before.wake_ups, 1U);
  EXPECT_GE(after.turns - before.turns, 1U);
}

TEST_P(WaitTest, MeasuresTheLongestHandlerIfItIsAskedTo) {
  loop_.police().SetMeasuring(true);
  loop_.Post([this] {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < milliseconds(3)) {
    }
    loop_.WakeUp();
  });
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_GE(loop_.counts().longest_handler, milliseconds(3));
}

INSTANTIATE_IN_ALL_WORLDS(WaitTest);

}  // namespace
}  // namespace l04
