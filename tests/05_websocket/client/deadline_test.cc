// A limit that has passed, and what comes before the verdict.
#include "05_websocket/client/deadline.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <thread>

#include "01_blocking/sockets/socket.h"
#include "04_dispatcher/loop/timer_queue.h"
#include "tests/support/wait.h"

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

// A loop whose every turn takes longer than that: nobody has stopped it, it is slow. Without an end
// a server that talks on would keep such a client for ever.
TEST_F(DeadlineTest, BeginsAnewOnlyOnce) {
  Start(milliseconds(30));
  for (int turn = 0; turn < 3; ++turn) {
    clock.Pass(milliseconds(2'000));
    clock.RunTimers();
  }
  EXPECT_EQ(passed, 1);
  Start(milliseconds(30));  // another wait has its own chance
  clock.Pass(milliseconds(2'000));
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

// The same with real parts. Nobody turns the loop while the limit passes, as if the process had
// been stopped; then one Wait finds both, the octet in the socket and the limit that is over.
class DeadlineOnALoop : public ::testing::TestWithParam<l04::BackendKind> {};

TEST_P(DeadlineOnALoop, IsCancelledByWhatLiesInTheSocket) {
  l04::PhysicalSocketServer loop(GetParam());
  l05::LoopTimers timers(loop);
  l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  const auto socket = loop.CreateAsyncSocket(AF_INET, SOCK_STREAM);
  Deadline deadline(timers);
  bool answered = false;
  int passed = 0;
  const auto on_read = socket->SignalReadEvent.connect([&](l04::AsyncSocket* readable) {
    char octet = 0;
    answered = readable->Recv(&octet, 1) == 1;
    deadline.Cancel();
  });
  ASSERT_EQ(socket->Connect(listener.LocalEndpoint()), 0);
  ASSERT_TRUE(test_support::WaitUntil([&] {
    loop.Wait(1, true);
    return socket->GetState() == l04::AsyncSocket::State::kConnected;
  }));
  std::optional<l01::Socket> server = listener.Accept();
  ASSERT_TRUE(server);
  deadline.Start(milliseconds(50), [&passed] { ++passed; });
  server->SendAll(std::as_bytes(std::span("!", 1)));
  std::this_thread::sleep_for(milliseconds(100));  // what is tested: time that passes
  ASSERT_TRUE(test_support::WaitUntil([&] {
    loop.Wait(1, true);
    return answered;
  }));
  for (int turn = 0; turn < 3; ++turn) loop.Wait(1, true);
  EXPECT_EQ(passed, 0);
}

INSTANTIATE_TEST_SUITE_P(Backends, DeadlineOnALoop, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

}  // namespace
