#include "03_epoll/epoll/epoll.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <future>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "03_epoll/experiments/arrival.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/patience.h"

namespace l03 {
namespace {

using test_support::kPatienceMs;
constexpr int kNow = 0;

class EpollTest : public testing::Test {
 protected:
  EpollTest() { std::tie(ours_, peer_) = l01::ConnectedPair(); }

  // Returns when the bytes can be received.
  void PeerSends(std::string_view text) {
    const std::size_t before = BytesWaiting(ours_);
    SendText(peer_, text);
    AwaitBytes(ours_, before + text.size());
  }
  void ReceiveFive() {
    std::array<std::byte, 5> room;
    ours_.Recv(room);
  }
  // The events of the only report, or 0 if there is none.
  std::uint32_t Report(int timeout_ms = kNow) {
    const std::span<epoll_event> ready = epoll_.Wait(events_, timeout_ms);
    return ready.empty() ? 0 : ready[0].events;
  }
  // The error line of a call that must fail.
  template <typename Call>
  static std::string ErrorOf(Call call) {
    try {
      call();
    } catch (const l01::SocketError& error) {
      return error.what();
    }
    return "no error";
  }

  l01::Socket ours_, peer_;
  Epoll epoll_;
  std::array<epoll_event, 4> events_{};
};

TEST_F(EpollTest, GivesTheKeyBack) {
  epoll_.Add(ours_.native(), EPOLLOUT, 0x123456789ABCDEF0);
  ASSERT_EQ(epoll_.Wait(events_, kPatienceMs).size(), 1U);
  EXPECT_EQ(events_[0].data.u64, 0x123456789ABCDEF0U);
}

TEST_F(EpollTest, ReportsALevelUntilEverythingIsRead) {
  epoll_.Add(ours_.native(), EPOLLIN, 1);
  PeerSends("helloworld");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  ReceiveFive();
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  ReceiveFive();
  EXPECT_EQ(Report(), 0U);
}

TEST_F(EpollTest, ReportsAnEdgeOnceAlthoughBytesAreLeft) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("helloworld");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  ReceiveFive();
  EXPECT_EQ(Report(), 0U);
}

TEST_F(EpollTest, ReportsANewEdgeWhenMoreBytesArrive) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("hello");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  PeerSends("world");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
}

TEST_F(EpollTest, ReportsTwoArrivalsAsOneEdgeIfNobodyAskedInBetween) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("hello");
  PeerSends("world");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  EXPECT_EQ(Report(), 0U);
}

TEST_F(EpollTest, ReportsAsAnEdgeWhatHeldBeforeItWasAdded) {
  PeerSends("hello");
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  EXPECT_EQ(Report(), EPOLLIN + 0U);
}

TEST_F(EpollTest, ModifyArmsAnEdgeThatWasMissed) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("hello");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  EXPECT_EQ(Report(), 0U);
  epoll_.Modify(ours_.native(), EPOLLIN | EPOLLET, 1);
  EXPECT_EQ(Report(), EPOLLIN + 0U);
}

TEST_F(EpollTest, DisarmsAOneShotWithItsReportAndModifyArmsItAgain) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLONESHOT, 1);
  PeerSends("hello");
  EXPECT_EQ(Report(), EPOLLIN + 0U);
  PeerSends("world");
  EXPECT_EQ(Report(), 0U);
  epoll_.Modify(ours_.native(), EPOLLIN | EPOLLONESHOT, 1);
  EXPECT_EQ(Report(), EPOLLIN + 0U);
}

TEST_F(EpollTest, TellsAOneShotAtModifyThatThereIsRoom) {
  epoll_.Add(ours_.native(), EPOLLOUT | EPOLLONESHOT, 1);
  EXPECT_EQ(Report(), EPOLLOUT + 0U);
  EXPECT_EQ(Report(), 0U);
  epoll_.Modify(ours_.native(), EPOLLOUT | EPOLLONESHOT, 1);
  EXPECT_EQ(Report(), EPOLLOUT + 0U);
}

TEST_F(EpollTest, ReportsAnUrgentByteAsPri) {
  epoll_.Add(ours_.native(), EPOLLPRI, 1);
  ASSERT_EQ(::send(peer_.native(), "!", 1, MSG_OOB), 1);
  EXPECT_EQ(Report(kPatienceMs), EPOLLPRI + 0U);
}

TEST_F(EpollTest, HandsOutTheRestInTheNextWaitIfThereIsNotEnoughRoom) {
  const auto [other, other_peer] = l01::ConnectedPair();
  epoll_.Add(ours_.native(), EPOLLOUT | EPOLLET, 1);
  epoll_.Add(other.native(), EPOLLOUT | EPOLLET, 2);
  std::array<epoll_event, 1> room_for_one;
  EXPECT_EQ(epoll_.Wait(room_for_one, kNow).size(), 1U);
  const std::uint64_t first = room_for_one[0].data.u64;
  EXPECT_EQ(epoll_.Wait(room_for_one, kNow).size(), 1U);
  EXPECT_EQ(room_for_one[0].data.u64, 3 - first);
}

TEST_F(EpollTest, ForgetsADescriptorThatIsRemoved) {
  epoll_.Add(ours_.native(), EPOLLOUT, 1);
  EXPECT_TRUE(epoll_.Remove(ours_.native()));
  EXPECT_EQ(Report(), 0U);
  EXPECT_FALSE(epoll_.Remove(ours_.native()));
  EXPECT_EQ(errno, ENOENT);
}

TEST_F(EpollTest, NamesTheCallThatFails) {
  const std::string fd = std::to_string(ours_.native());
  EXPECT_EQ(ErrorOf([&] { epoll_.Modify(ours_.native(), EPOLLIN, 1); }),
            "epoll_ctl MOD descriptor " + fd + ": No such file or directory");
  epoll_.Add(ours_.native(), EPOLLIN, 1);
  EXPECT_EQ(ErrorOf([&] { epoll_.Add(ours_.native(), EPOLLIN, 2); }),
            "epoll_ctl ADD descriptor " + fd + ": File exists");
}

TEST_F(EpollTest, RefusesAFileBecauseAFileIsAlwaysReady) {
  const Descriptor file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(ErrorOf([&] { epoll_.Add(file.get(), EPOLLIN, 1); }),
            "epoll_ctl ADD descriptor " + std::to_string(file.get()) + ": Operation not permitted");
}

TEST_F(EpollTest, CountsWhatItWasAskedAndWhatItReported) {
  epoll_.Add(ours_.native(), EPOLLOUT, 1);
  epoll_.Add(peer_.native(), EPOLLOUT, 2);
  epoll_.Wait(events_, kNow);
  epoll_.Remove(peer_.native());
  const EpollCounts counts = epoll_.counts();
  EXPECT_EQ(counts.controls, 3U);
  EXPECT_EQ(counts.waits, 1U);
  EXPECT_EQ(counts.reports, 2U);
}

TEST_F(EpollTest, ReturnsEmptyHandedWhenASignalInterruptsIt) {
  static std::atomic<bool> handled;
  handled = false;
  struct sigaction action {};
  struct sigaction former {};
  action.sa_handler = [](int) { handled = true; };
  ::sigaction(SIGUSR1, &action, &former);

  std::promise<pthread_t> started;
  std::future<std::size_t> reports = std::async(std::launch::async, [&] {
    started.set_value(::pthread_self());
    return epoll_.Wait(events_, -1).size();
  });
  const pthread_t thread = started.get_future().get();
  // The first signal may come before the thread waits: send more until it returns.
  do {
    ::pthread_kill(thread, SIGUSR1);
  } while (reports.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready);
  EXPECT_EQ(reports.get(), 0U);
  EXPECT_TRUE(handled);
  ::sigaction(SIGUSR1, &former, nullptr);
}

TEST(EventNames, SpellsTheEventsAsTheManualDoes) {
  EXPECT_EQ(EventNames(0), "0");
  EXPECT_EQ(EventNames(EPOLLIN), "EPOLLIN");
  EXPECT_EQ(EventNames(EPOLLERR | EPOLLHUP | EPOLLIN), "EPOLLIN | EPOLLHUP | EPOLLERR");
}

}  // namespace
}  // namespace l03
