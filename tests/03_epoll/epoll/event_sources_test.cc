#include "03_epoll/epoll/event_sources.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/timerfd.h>

#include <array>
#include <thread>

#include "01_blocking/sockets/error.h"
#include "03_epoll/epoll/epoll.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/patience.h"

namespace l03 {
namespace {

using std::chrono::milliseconds;
using test_support::kPatienceMs;
constexpr int kNow = 0;

class Sources : public testing::Test {
 protected:
  bool Reported(int timeout_ms) { return !epoll_.Wait(room_, timeout_ms).empty(); }

  Epoll epoll_;
  std::array<epoll_event, 3> room_{};
};

TEST_F(Sources, EventFdAddsUpThePostsOfAllThreads) {
  EventFd wake;
  epoll_.Add(wake.fd(), EPOLLIN, 1);
  std::thread other([&wake] { wake.Post(); });
  wake.Post();
  other.join();
  EXPECT_TRUE(Reported(kNow));
  EXPECT_EQ(wake.Take(), 2U);
  EXPECT_FALSE(Reported(kNow));
  EXPECT_EQ(wake.Take(), 0U);
}

TEST_F(Sources, EventFdIsNewEdgeWithEachPostSoItNeedNotBeRead) {
  EventFd wake;
  epoll_.Add(wake.fd(), EPOLLIN | EPOLLET, 1);
  for (int i = 0; i < 3; ++i) {
    wake.Post();
    EXPECT_TRUE(Reported(kNow));
    EXPECT_FALSE(Reported(kNow));
  }
}

TEST_F(Sources, TimerFdIsReportedWhenItsTimeHasPassed) {
  TimerFd timer;
  epoll_.Add(timer.fd(), EPOLLIN, 1);
  EXPECT_FALSE(Reported(kNow));
  timer.Set(milliseconds(1));
  EXPECT_TRUE(Reported(kPatienceMs));
  EXPECT_EQ(timer.Take(), 1U);
  EXPECT_EQ(timer.Take(), 0U);
}

TEST_F(Sources, TimerFdCountsThePeriodsThatNobodyTook) {
  TimerFd timer, later;
  timer.Set(milliseconds(1), milliseconds(1));
  later.Set(milliseconds(10));
  epoll_.Add(later.fd(), EPOLLIN, 1);
  ASSERT_TRUE(Reported(kPatienceMs));
  EXPECT_GE(timer.Take(), 9U);
}

TEST_F(Sources, TimerFdCanBeStopped) {
  TimerFd timer;
  timer.Set(milliseconds(1));
  epoll_.Add(timer.fd(), EPOLLIN, 1);
  ASSERT_TRUE(Reported(kPatienceMs));
  timer.Set(milliseconds(0));
  EXPECT_FALSE(Reported(kNow));
}

using std::chrono::hours;

TEST_F(Sources, TimerFdNeverFiresAtOnceForATimeThatDoesNotFit) {
  for (const auto time : {milliseconds::max(), milliseconds(hours(24) * 365 * 300)}) {
    TimerFd timer;
    timer.Set(time);
    itimerspec left{};
    ASSERT_EQ(::timerfd_gettime(timer.fd(), &left), 0);
    EXPECT_GT(left.it_value.tv_sec, 200LL * 365 * 24 * 3600) << "not armed, or much too early";
  }
  TimerFd hourly;
  hourly.Set(hours(24 * 365 * 300), hours::max());
  EXPECT_EQ(hourly.Take(), 0U);
}

TEST_F(Sources, TimerFdFiresAtOnceForANegativeTime) {
  for (const auto time : {milliseconds(-1), milliseconds::min()}) {
    TimerFd timer;
    epoll_.Add(timer.fd(), EPOLLIN, 1);
    timer.Set(time, milliseconds(-1));
    EXPECT_TRUE(Reported(kPatienceMs));
    EXPECT_EQ(timer.Take(), 1U);  // once: a negative period is none
    epoll_.Remove(timer.fd());
  }
}

bool IsBlocked(int signal) {
  sigset_t now;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
  return sigismember(&now, signal) == 1;
}

TEST_F(Sources, SignalFdThatCannotBeMadeLeavesTheSignalsAlone) {
  {
    const DescriptorLimit none(kNoNewDescriptor);
    EXPECT_THROW(SignalFd({SIGUSR1}), l01::SocketError);
  }
  EXPECT_FALSE(IsBlocked(SIGUSR1));
}

TEST_F(Sources, SignalFdReadsASignalLikeAMessage) {
  SignalFd signals({SIGUSR1, SIGUSR2});
  epoll_.Add(signals.fd(), EPOLLIN, 1);
  std::raise(SIGUSR2);  // unblocked, it would end the process
  EXPECT_TRUE(Reported(kNow));
  EXPECT_EQ(signals.Take(), SIGUSR2);
  EXPECT_EQ(signals.Take(), 0);
}

TEST_F(Sources, SignalFdGivesTheFormerMaskBackAndSwallowsWhatNobodyTook) {
  {
    const SignalFd signals({SIGUSR1});
    std::raise(SIGUSR1);
  }
  sigset_t now;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
  EXPECT_EQ(sigismember(&now, SIGUSR1), 0);
}

TEST_F(Sources, AreReportedByOneWaitTogether) {
  EventFd wake;
  SignalFd signals({SIGUSR1});
  TimerFd timer;
  epoll_.Add(timer.fd(), EPOLLIN, 3);
  timer.Set(milliseconds(1));
  ASSERT_TRUE(Reported(kPatienceMs));  // its time has passed, and nobody takes it
  epoll_.Add(wake.fd(), EPOLLIN, 1);
  epoll_.Add(signals.fd(), EPOLLIN, 2);
  wake.Post();
  std::raise(SIGUSR1);
  EXPECT_EQ(epoll_.Wait(room_, kNow).size(), 3U);
}

}  // namespace
}  // namespace l03
