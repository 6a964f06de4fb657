#include "04_dispatcher/loop/timer_queue.h"

#include <gtest/gtest.h>

#include <string>

namespace l04 {
namespace {

using std::chrono::milliseconds;

class TimerQueueTest : public testing::Test {
 protected:
  Timer Note(milliseconds after, char name) {
    return queue_.Add(start_ + after, [this, name] { ran_ += name; });
  }

  const TimerQueue::Clock::time_point start_{};
  TimerQueue queue_;
  std::string ran_;
};

TEST_F(TimerQueueTest, RunsWhatIsDueInOrderOfTime) {
  const Timer late = Note(milliseconds(20), 'b');
  const Timer early = Note(milliseconds(10), 'a');
  const Timer future = Note(milliseconds(30), 'c');
  queue_.RunDue(start_ + milliseconds(20));
  EXPECT_EQ(ran_, "ab");
}

TEST_F(TimerQueueTest, KeepsTheOrderOfSchedulingForEqualTimes) {
  const Timer first = Note(milliseconds(10), 'a');
  const Timer second = Note(milliseconds(10), 'b');
  queue_.RunDue(start_ + milliseconds(10));
  EXPECT_EQ(ran_, "ab");
}

TEST_F(TimerQueueTest, TellsWhenTheNextOneIsDue) {
  EXPECT_EQ(queue_.NextDue(), std::nullopt);
  const Timer timer = Note(milliseconds(10), 'a');
  EXPECT_EQ(queue_.NextDue(), start_ + milliseconds(10));
}

TEST_F(TimerQueueTest, ForgetsATimerThatDies) {
  { const Timer timer = Note(milliseconds(10), 'a'); }
  EXPECT_EQ(queue_.NextDue(), std::nullopt);
  queue_.RunDue(start_ + milliseconds(10));
  EXPECT_EQ(ran_, "");
}

TEST_F(TimerQueueTest, LetsATaskCancelAnotherOneThatIsDueToo) {
  Timer second;
  const Timer first = queue_.Add(start_, [&] { second.Cancel(); });
  second = Note(milliseconds(0), 'b');
  queue_.RunDue(start_);
  EXPECT_EQ(ran_, "");
}

TEST_F(TimerQueueTest, LetsATaskCancelItself) {
  Timer timer;
  timer = queue_.Add(start_, [&] {
    ran_ += 'a';
    timer.Cancel();
  });
  queue_.RunDue(start_);
  EXPECT_EQ(ran_, "a");
}

TEST_F(TimerQueueTest, LeavesATaskThatWasScheduledByATaskForTheNextTime) {
  Timer again;
  const Timer first = queue_.Add(start_, [&] { again = Note(milliseconds(0), 'b'); });
  queue_.RunDue(start_);
  EXPECT_EQ(ran_, "");
  queue_.RunDue(start_);
  EXPECT_EQ(ran_, "b");
}

TEST_F(TimerQueueTest, MayDieBeforeItsTimers) {
  Timer timer;
  {
    TimerQueue shorter;
    timer = shorter.Add(start_, [] {});
  }
  timer.Cancel();
}

}  // namespace
}  // namespace l04
