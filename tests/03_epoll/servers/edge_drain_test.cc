#include "03_epoll/servers/edge_drain.h"

#include <gtest/gtest.h>

#include <array>

#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/experiments/arrival.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/patience.h"

namespace l03 {
namespace {

using test_support::kPatienceMs;
constexpr int kNow = 0;
constexpr int kBudget = 100;
constexpr std::size_t kBuffer = 16 * 1024;  // of an EchoConnection

// One end echoes, watched for every edge; the other is a blocking client.
class Edge : public testing::Test {
 protected:
  Edge() : Edge(l01::ConnectedPair()) {}
  explicit Edge(std::pair<l01::Socket, l01::Socket> pair)
      : client_(std::move(pair.first)), echo_(std::move(pair.second)) {
    epoll_.Add(echo_.socket().native(), kEveryEdge, 1);
    Report();  // it is writable
  }

  std::uint32_t Report(int timeout_ms = kNow) {
    std::array<epoll_event, 1> room{};
    const auto ready = epoll_.Wait(room, timeout_ms);
    return ready.empty() ? 0 : ready[0].events;
  }
  void ClientSends(std::string_view text) {
    SendText(client_, text);
    AwaitBytes(echo_.socket(), text.size());
  }
  // The end of the stream arrives, without being reported to epoll_ yet.
  void ClientEnds() {
    client_.ShutdownSend();
    Epoll other;
    other.Add(echo_.socket().native(), EPOLLRDHUP, 1);
    std::array<epoll_event, 1> room{};
    ASSERT_EQ(other.Wait(room, kPatienceMs).size(), 1U);
  }

  l01::Socket client_;
  l01::EchoConnection echo_;
  Epoll epoll_;
};

TEST_F(Edge, DrainSavesTheCallThatWouldOnlySayWouldBlock) {
  ClientSends("hello");
  EXPECT_EQ(Drain(echo_, false, kBudget), Drained::kBlocked);
  EXPECT_EQ(echo_.counts().recvs, 1U);
  EXPECT_EQ(echo_.counts().would_blocks, 0U);
}

TEST_F(Edge, DrainGoesOnAfterAFullBuffer) {
  ClientSends(Pattern(kBuffer + 1));
  EXPECT_EQ(Drain(echo_, false, kBudget), Drained::kBlocked);
  EXPECT_EQ(echo_.counts().recvs, 2U);
  EXPECT_EQ(ReceiveText(client_, kBuffer + 1), Pattern(kBuffer + 1));
}

TEST_F(Edge, DrainAsksUntilWouldBlockAfterExactlyOneFullBuffer) {
  ClientSends(Pattern(kBuffer));
  EXPECT_EQ(Drain(echo_, false, kBudget), Drained::kBlocked);
  EXPECT_EQ(echo_.counts().would_blocks, 1U);
}

TEST_F(Edge, DrainLeavesNothingBehind) {
  ClientSends(Pattern(2 * kBuffer + 5));
  EXPECT_EQ(Drain(echo_, false, kBudget), Drained::kBlocked);
  EXPECT_EQ(BytesWaiting(echo_.socket()), 0U);
}

TEST_F(Edge, DrainTakesNoMoreStepsThanItsBudget) {
  ClientSends(Pattern(3 * kBuffer));
  EXPECT_EQ(Drain(echo_, false, 2), Drained::kBudgetSpent);
  EXPECT_EQ(BytesWaiting(echo_.socket()), kBuffer);
}

TEST_F(Edge, DrainStopsWhenItsBudgetIsSpent) {
  ClientSends(Pattern(3 * kBuffer));
  EXPECT_EQ(Report(), EPOLLIN | EPOLLOUT);
  EXPECT_EQ(Drain(echo_, false, 2), Drained::kBudgetSpent);
  EXPECT_EQ(echo_.counts().recvs, 2U);
  EXPECT_EQ(Report(), 0U);  // nobody will tell about the rest
  EXPECT_EQ(Drain(echo_, false, 2), Drained::kBlocked);
  EXPECT_EQ(ReceiveText(client_, 3 * kBuffer), Pattern(3 * kBuffer));
}

// The trap: FIN and bytes are one report, and the short read stops in front of the FIN.
TEST_F(Edge, ShortReadMissesTheEndThatCameWithTheBytes) {
  ClientSends("bye");
  ClientEnds();
  EXPECT_EQ(Report(), EPOLLIN | EPOLLOUT | EPOLLRDHUP);
  EXPECT_EQ(Drain(echo_, false, kBudget), Drained::kBlocked);
  EXPECT_EQ(Report(), 0U);  // no further edge: the connection would stay for ever
}

TEST_F(Edge, DrainReadsToTheEndThatCameWithTheBytesAfterRdhup) {
  ClientSends("bye");
  ClientEnds();
  const bool to_the_end = (Report() & kMoreBehindAShortRead) != 0;
  EXPECT_EQ(Drain(echo_, to_the_end, kBudget), Drained::kOver);
  EXPECT_EQ(ReceiveText(client_, 3), "bye");
}

TEST_F(Edge, IsNewForAnEndThatComesAfterTheReport) {
  ClientSends("bye");
  EXPECT_EQ(Report() & kMoreBehindAShortRead, 0U);
  ClientEnds();
  EXPECT_EQ(Drain(echo_, false, kBudget), Drained::kBlocked);
  EXPECT_TRUE((Report() & EPOLLRDHUP) != 0);
  EXPECT_EQ(Drain(echo_, true, kBudget), Drained::kOver);
}

// A read stops at an urgent byte. Without EPOLLPRI the short read would look like the end.
TEST_F(Edge, DrainReadsPastAnUrgentByte) {
  SendText(client_, "before");
  ASSERT_EQ(::send(client_.native(), "!", 1, MSG_OOB), 1);
  SendText(client_, "behind");
  AwaitDelivery(client_);
  const std::uint32_t events = Report(kPatienceMs);
  EXPECT_TRUE((events & EPOLLPRI) != 0);
  const bool to_the_end = (events & kMoreBehindAShortRead) != 0;
  EXPECT_EQ(Drain(echo_, to_the_end, kBudget), Drained::kBlocked);
  EXPECT_EQ(echo_.counts().recvs, 3U);  // before the byte, behind it, would block
  EXPECT_EQ(ReceiveText(client_, 12), "beforebehind");
}

TEST_F(Edge, DrainStopsAtAResetAndSaysOver) {
  ClientSends("bye");
  l01::AbortOnClose(client_);
  client_.Close();
  std::uint32_t events = 0;
  while ((events & EPOLLERR) == 0) events |= Report(kPatienceMs);
  EXPECT_EQ(Drain(echo_, true, kBudget), Drained::kOver);
}

// Bytes came, and their edge was used up, while the echo was stuck. Once it is flushed they must be
// read: the edge of the flush is the only one left.
TEST_F(Edge, OfNewRoomAlsoReadsWhatArrivedWhileTheEchoWasStuck) {
  client_.SetNonBlocking(true);
  std::size_t sent = 0;
  while (echo_.wants() == l01::EchoConnection::Wants::kRead) {
    sent += SendUntilWouldBlock(client_);
    Drain(echo_, false, kBudget);
  }
  sent += SendUntilWouldBlock(client_);
  Report();  // the edges so far, thrown away

  std::array<std::byte, kBuffer> room;
  std::size_t received = 0;
  while (received < sent) {
    const l01::IoResult result = client_.Recv(room);
    ASSERT_TRUE(result.ok() || result.would_block());
    received += result.bytes;
    if (!result.would_block()) continue;
    if (Report(10) != 0) {
      while (Drain(echo_, false, kBudget) == Drained::kBudgetSpent) {
      }
    } else {
      // Nothing to do for the echo: then it must be on its way to the client.
      ASSERT_TRUE(l01::WaitReadable(client_, test_support::kPatience))
          << "stuck after " << received << " of " << sent;
    }
  }
}

TEST_F(Edge, OfAWritableSocketAsksForNoWorkWhileNothingIsToBeSent) {
  EXPECT_FALSE(AsksForWork(echo_, EPOLLOUT));
  EXPECT_TRUE(AsksForWork(echo_, EPOLLIN | EPOLLOUT));
  EXPECT_TRUE(AsksForWork(echo_, EPOLLHUP));
}

}  // namespace
}  // namespace l03
