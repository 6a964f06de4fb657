#include "03_epoll/epoll.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "01_blocking/error.h"
#include "01_blocking/socket_pair.h"

namespace l03 {
namespace {

constexpr int kSoonMs = 10'000;
constexpr int kNow = 0;

class EpollTest : public testing::Test {
 protected:
  EpollTest() { std::tie(ours_, peer_) = l01::ConnectedPair(); }

  void PeerSends(std::string_view text) {
    peer_.SendAll(std::as_bytes(std::span(text.data(), text.size())));
  }
  void ReceiveFive() {
    std::array<std::byte, 5> room;
    ours_.Recv(room);
  }
  // The events of the only report, or 0 if there is none.
  std::uint32_t Report(int timeout_ms) {
    const std::span<epoll_event> ready = epoll_.Wait(events_, timeout_ms);
    return ready.empty() ? 0 : ready[0].events;
  }

  l01::Socket ours_, peer_;
  Epoll epoll_;
  std::array<epoll_event, 4> events_{};
};

TEST_F(EpollTest, GivesTheKeyBack) {
  epoll_.Add(ours_.native(), EPOLLOUT, 0x123456789ABCDEF0);
  ASSERT_EQ(epoll_.Wait(events_, kSoonMs).size(), 1U);
  EXPECT_EQ(events_[0].data.u64, 0x123456789ABCDEF0U);
}

TEST_F(EpollTest, ReportsALevelUntilEverythingIsRead) {
  epoll_.Add(ours_.native(), EPOLLIN, 1);
  PeerSends("helloworld");
  EXPECT_EQ(Report(kSoonMs), EPOLLIN + 0U);
  ReceiveFive();
  EXPECT_EQ(Report(kNow), EPOLLIN + 0U);
  ReceiveFive();
  EXPECT_EQ(Report(kNow), 0U);
}

TEST_F(EpollTest, ReportsAnEdgeOnceAlthoughBytesAreLeft) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("helloworld");
  EXPECT_EQ(Report(kSoonMs), EPOLLIN + 0U);
  ReceiveFive();
  EXPECT_EQ(Report(kNow), 0U);
}

TEST_F(EpollTest, ReportsANewEdgeWhenMoreBytesArrive) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("hello");
  EXPECT_EQ(Report(kSoonMs), EPOLLIN + 0U);
  PeerSends("world");
  EXPECT_EQ(Report(kSoonMs), EPOLLIN + 0U);
}

TEST_F(EpollTest, ModifyArmsAnEdgeThatWasMissed) {
  epoll_.Add(ours_.native(), EPOLLIN | EPOLLET, 1);
  PeerSends("hello");
  EXPECT_EQ(Report(kSoonMs), EPOLLIN + 0U);
  EXPECT_EQ(Report(kNow), 0U);
  epoll_.Modify(ours_.native(), EPOLLIN | EPOLLET, 1);
  EXPECT_EQ(Report(kNow), EPOLLIN + 0U);
}

TEST_F(EpollTest, ReportsAHangUpOfAFreshSocketThoughNobodyAsked) {
  const l01::Socket fresh = l01::Socket::OpenTcp(AF_INET);
  epoll_.Add(fresh.native(), 0, 1);
  for (int turn = 0; turn < 3; ++turn) EXPECT_TRUE((Report(kNow) & EPOLLHUP) != 0) << turn;
}

TEST_F(EpollTest, ForgetsADescriptorThatIsRemoved) {
  epoll_.Add(ours_.native(), EPOLLOUT, 1);
  EXPECT_TRUE(epoll_.Remove(ours_.native()));
  EXPECT_EQ(Report(kNow), 0U);
  EXPECT_FALSE(epoll_.Remove(ours_.native()));
}

TEST_F(EpollTest, NamesTheCallThatFails) {
  try {
    epoll_.Modify(ours_.native(), EPOLLIN, 1);
    FAIL() << "it was never added";
  } catch (const l01::SocketError& error) {
    EXPECT_EQ(std::string(error.what()).rfind("epoll_ctl MOD descriptor ", 0), 0U) << error.what();
  }
}

TEST_F(EpollTest, KeepsTheRegistrationOfADescriptorThatWasDuplicatedAndClosed) {
  epoll_.Add(ours_.native(), EPOLLOUT, 77);
  const l01::Socket duplicate(::dup(ours_.native()));
  ours_.Close();  // without Remove: the open file lives on through the duplicate
  ASSERT_EQ(epoll_.Wait(events_, kSoonMs).size(), 1U);
  EXPECT_EQ(events_[0].data.u64, 77U);
}

}  // namespace
}  // namespace l03
