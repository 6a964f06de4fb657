// A limit that has passed, and what comes before the verdict.
#include "05_websocket/client/deadline.h"

#include <gtest/gtest.h>

#include <memory>

#include "04_dispatcher/loop/timer_queue.h"

namespace {

using l05::Deadline;
using std::chrono::milliseconds;

// Time passes by hand, and so do the turns of the sockets between two runs of timers.
class Turns final : public l05::Timers {
 public:
  l04::Timer CallAfter(milliseconds delay, std::function<void()> task) override {
    return timers_.Add(now_ + delay, std::move(task));
  }
  std::chrono::steady_clock::time_point Now() const override { return now_; }
  bool HaveSockets() const override { return true; }

  void Pass(milliseconds time) { now_ += time; }
  void RunTimers() { timers_.RunDue(now_); }

 private:
  std::chrono::steady_clock::time_point now_{};
  l04::TimerQueue timers_;
};

struct DeadlineTest : ::testing::Test {
  void Start(milliseconds limit) {
    deadline->Start(limit, [this] { ++passed; });
  }
  Turns clock;
  std::unique_ptr<Deadline> deadline = std::make_unique<Deadline>(clock);
  int passed = 0;
};

TEST_F(DeadlineTest, GivesTheSocketsATurnBeforeItJudges) {
  Start(milliseconds(1000));
  clock.Pass(milliseconds(1000));
  clock.RunTimers();
  EXPECT_EQ(passed, 0);
  clock.RunTimers();
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineTest, IsCancelledByWhatThatTurnBrings) {
  Start(milliseconds(1000));
  clock.Pass(milliseconds(1000));
  clock.RunTimers();
  deadline->Cancel();
  clock.RunTimers();
  EXPECT_EQ(passed, 0);
}

// SIGSTOP, a frozen container: nobody listened, so nobody was silent.
TEST_F(DeadlineTest, BeginsAnewIfTimeStoodStill) {
  Start(milliseconds(1000));
  clock.Pass(milliseconds(60'000));
  clock.RunTimers();
  clock.RunTimers();
  EXPECT_EQ(passed, 0);
  clock.Pass(milliseconds(999));
  clock.RunTimers();
  clock.RunTimers();
  EXPECT_EQ(passed, 0);
  clock.Pass(milliseconds(1));
  clock.RunTimers();
  clock.RunTimers();
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineTest, MayBeStartedAndDestroyedByWhatFollowsIt) {
  deadline->Start(milliseconds(10), [this] {
    Start(milliseconds(10));
    deadline.reset();
    ++passed;
  });
  clock.Pass(milliseconds(10));
  clock.RunTimers();
  clock.RunTimers();
  EXPECT_EQ(passed, 1);
}

}  // namespace
