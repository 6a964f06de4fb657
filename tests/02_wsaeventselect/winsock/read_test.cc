// FD_READ and FD_OOB: recorded on arrival, re-enabled by the recv family.
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class FdRead : public WinsockTest {};

/// A pair whose subject has had "hello" reported and not read it yet.
struct PairWithData : SelectedPair {
  PairWithData() : SelectedPair(FD_READ) {
    SendText(peer.get(), "hello");
    EXPECT_TRUE(Reports(subject.get(), event, FD_READ));
  }
};

// Rule W65.
TEST_F(FdRead, IsReportedWhenDataArrives) {
  const SelectedPair pair(FD_READ);
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
  EXPECT_EQ("hello", ReceiveExactly(pair.subject.get(), 5));
}

// Also rule R7.
TEST_F(FdRead, IsNotRepeatedWhileTheDataStaysUnread) {
  const PairWithData pair;
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdRead, SecondArrivalIsReportedAfterASelectionInSomeWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    const PairWithData pair;
    SendText(pair.peer.get(), "more!");
    // Ten bytes can be peeked at once all have arrived; asking with FIONREAD re-enables nothing.
    u_long readable = 0;
    for (DWORD waited = 0; waited < kPatience && readable < 10; waited += 5) {
      ioctlsocket(pair.subject.get(), static_cast<long>(FIONREAD), &readable);
      if (readable < 10) OwnedEvent().Wait(5);
    }
    ASSERT_EQ(10U, readable);
    Select(pair.subject.get(), pair.event, FD_READ);
    const long expected =
        profile.new_arrival_reposts || profile.reselect_repeats_consumed ? FD_READ : 0;
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, expected));
  });
}

// Rule W66.
TEST_F(FdRead, ComesAgainAfterEachReceiveThatLeavesDataBehind) {
  const PairWithData pair;
  for (int left = 4; left > 0; --left) {
    EXPECT_EQ(1, ReceiveSome(pair.subject.get(), 1));
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ)) << left;
  }
  EXPECT_EQ(1, ReceiveSome(pair.subject.get(), 1));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdRead, StaysSilentAfterEverythingHasBeenReceived) {
  const PairWithData pair;
  EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 16));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdRead, ComesForNewDataAfterEverythingHasBeenReceived) {
  const PairWithData pair;
  EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 16));
  SendText(pair.peer.get(), "more!");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
}

TEST_F(FdRead, RecordIsEmptyAfterSeveralReceivesForOneReport) {
  const PairWithData pair;
  EXPECT_EQ(3, ReceiveSome(pair.subject.get(), 3));
  EXPECT_EQ(2, ReceiveSome(pair.subject.get(), 3));
  // The event may still be signalled for the bytes that the second receive has taken.
  EXPECT_EQ(0, Enumerate(pair.subject.get(), pair.event.get()).events);
  EXPECT_TRUE(FailsWith(ReceiveSome(pair.subject.get(), 1), WSAEWOULDBLOCK));
}

// Rule W67.
TEST_F(FdRead, ComesAgainAfterEachPeek) {
  const PairWithData pair;
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 16, MSG_PEEK));
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ)) << turn;
  }
}

// Rule W68.
TEST_F(FdRead, ComesAgainAfterAReceiveOfNothing) {
  const PairWithData pair;
  char unused = 0;
  EXPECT_EQ(0, recv(pair.subject.get(), &unused, 0, 0));
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
}

TEST_F(FdRead, StaysSilentAfterAReceiveIntoNowhere) {
  const PairWithData pair;
  EXPECT_TRUE(FailsWith(recv(pair.subject.get(), nullptr, 5, 0), WSAEFAULT));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdRead, StaysSilentAfterAReceiveThatWouldBlock) {
  const SelectedPair pair(FD_READ);
  EXPECT_TRUE(FailsWith(ReceiveSome(pair.subject.get(), 1), WSAEWOULDBLOCK));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

// Rule W70.
TEST_F(FdRead, IsNotReportedForTheEndOfTheStream) {
  SelectedPair pair(FD_READ);
  pair.peer.Close();
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
}

// Rule W66.
TEST_F(FdRead, LargeTransferIsReadCompletelyWithOneReceivePerReport) {
  const SelectedPair pair(FD_READ);
  constexpr int kSize = 300'000;
  SetNonBlocking(pair.peer.get(), true);
  const std::string data(kSize, 'x');
  int sent = 0;
  int received = 0;
  while (received < kSize) {
    if (sent < kSize) sent += std::max(0, send(pair.peer.get(), data.data(), kSize - sent, 0));
    ASSERT_NE(0, Collect(pair.subject.get(), pair.event, FD_READ).events);
    received += ReceiveSome(pair.subject.get(), 10'000);
  }
  EXPECT_EQ(kSize, received);
}

// Beyond the rules: an error of the call is none of the connection.
TEST_F(FdRead, BadPointerDoesNotEndTheConnection) {
  const SelectedPair pair(FD_READ | FD_CLOSE);
  SendText(pair.peer.get(), "hello");
  EXPECT_EQ(FD_READ, Collect(pair.subject.get(), pair.event, FD_READ).events);
  char* bad = reinterpret_cast<char*>(1);
  EXPECT_TRUE(FailsWith(recv(pair.subject.get(), bad, 5, 0), WSAEFAULT));
  EXPECT_EQ(0, CollectUntilQuiet(pair.subject.get(), pair.event).events & FD_CLOSE);
  EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 8));
}

class FdOob : public WinsockTest {};

// Rule W74.
TEST_F(FdOob, UrgentByteIsReportedAsFdOobAndReadSeparately) {
  const SelectedPair pair(FD_READ | FD_OOB);
  EXPECT_EQ(1, send(pair.peer.get(), "!", 1, MSG_OOB));
  EXPECT_EQ(FD_OOB, Collect(pair.subject.get(), pair.event, FD_OOB).events);
  char byte = 0;
  EXPECT_EQ(1, recv(pair.subject.get(), &byte, 1, MSG_OOB));
  EXPECT_EQ('!', byte);
}

// Rule W69.
TEST_F(FdOob, IsReEnabledByUrgentReceivesAndFdReadByTheOthers) {
  const SelectedPair pair(FD_READ | FD_OOB);
  EXPECT_EQ(1, send(pair.peer.get(), "!", 1, MSG_OOB));
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ | FD_OOB));
  EXPECT_EQ(2, ReceiveSome(pair.subject.get(), 2));
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
}

}  // namespace
}  // namespace l02_test
