// One event for many sockets, as WebRTC's loop has it: what a wake-up does not tell.
#include <memory>
#include <vector>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class SharedEvent : public WinsockTest {
 protected:
  /// Pairs whose subjects all share `event_`.
  void Open(std::size_t count, long mask = FD_READ) {
    for (std::size_t i = 0; i < count; ++i) {
      pairs_.push_back(ConnectedPair());
      Select(pairs_.back().subject.get(), event_, mask);
    }
  }
  SOCKET Subject(std::size_t index) const { return pairs_[index].subject.get(); }
  SOCKET Peer(std::size_t index) const { return pairs_[index].peer.get(); }
  /// Sends and waits until the shared event has been signalled for it.
  void SendAndAwaitSignal(std::size_t index) {
    SendText(Peer(index), "hello");
    EXPECT_TRUE(event_.Wait());
  }
  /// Waits until data has arrived, without touching events or records.
  static void AwaitArrival(SOCKET socket) {
    u_long readable = 0;
    const OwnedEvent never;
    for (int turn = 0; turn < 1000 && readable == 0; ++turn) {
      ioctlsocket(socket, static_cast<long>(FIONREAD), &readable);
      if (readable == 0) never.Wait(5);
    }
    EXPECT_NE(0U, readable);
  }

  OwnedEvent event_;         // shared by all subjects
  std::vector<Pair> pairs_;  // the connections
};

// Rules L1 and R1.
TEST_F(SharedEvent, HasNoLimitOfSockets) {
  Open(100);
  for (const std::size_t index : {std::size_t{0}, std::size_t{70}, std::size_t{99}}) {
    SendText(Peer(index), "hello");
    EXPECT_TRUE(Reports(Subject(index), event_, FD_READ)) << index;
  }
}

// Rule L2.
TEST_F(SharedEvent, IsResetForAllSocketsByTheEnumerationOfOne) {
  Open(2);
  SendAndAwaitSignal(0);
  Enumerate(Subject(1), event_.get());
  EXPECT_FALSE(event_.IsSignalled());
}

TEST_F(SharedEvent, RecordsOfOtherSocketsSurviveTheEnumerationOfOne) {
  Open(2);
  SendAndAwaitSignal(0);
  EXPECT_EQ(0, Enumerate(Subject(1), event_.get()).events);
  EXPECT_EQ(FD_READ, Enumerate(Subject(0), event_.get()).events);
}

// Rule L3.
TEST_F(SharedEvent, SweepThatStopsAtTheFirstHitSleepsAlthoughARecordWaits) {
  Open(2);
  SendAndAwaitSignal(0);
  SendText(Peer(1), "hello");
  AwaitArrival(Subject(1));
  EXPECT_EQ(FD_READ, Enumerate(Subject(0), event_.get()).events);
  EXPECT_FALSE(event_.Wait(kQuiet));
  EXPECT_EQ(FD_READ, Enumerate(Subject(1), event_.get()).events);
}

TEST_F(SharedEvent, SweepThatVisitsEverySocketFindsEverything) {
  Open(5);
  for (const std::size_t index : {std::size_t{1}, std::size_t{3}, std::size_t{4}}) {
    SendText(Peer(index), "hello");
    AwaitArrival(Subject(index));
  }
  EXPECT_TRUE(event_.Wait());
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < 5; ++index) {
    if (Enumerate(Subject(index), event_.get()).events == FD_READ) found.push_back(index);
  }
  EXPECT_EQ((std::vector<std::size_t>{1, 3, 4}), found);
}

// Rules R3 and L4: the order of reset and sweep.
TEST_F(SharedEvent, ArrivalDuringASweepIsWipedOutByTheNextEnumeration) {
  Open(2);
  Enumerate(Subject(0), event_.get());
  SendAndAwaitSignal(0);
  Enumerate(Subject(1), event_.get());
  EXPECT_FALSE(event_.Wait(kQuiet));
  // The record has survived; selecting again signals it.
  Select(Subject(0), event_, FD_READ);
  EXPECT_TRUE(event_.IsSignalled());
}

TEST_F(SharedEvent, ResetAfterTheSweepLosesASignalUntilTheSocketIsSelectedAgain) {
  Open(2);
  Enumerate(Subject(0), nullptr);
  Enumerate(Subject(1), nullptr);
  SendAndAwaitSignal(0);
  WSAResetEvent(event_.get());
  EXPECT_FALSE(event_.Wait(kQuiet));
  Select(Subject(0), event_, FD_READ);
  EXPECT_TRUE(event_.Wait());
  EXPECT_EQ(FD_READ, Enumerate(Subject(0), event_.get()).events);
}

TEST_F(SharedEvent, ResetBeforeTheSweepLosesNothing) {
  Open(2);
  WSAResetEvent(event_.get());
  Enumerate(Subject(0), nullptr);
  SendText(Peer(0), "hello");
  Enumerate(Subject(1), nullptr);
  EXPECT_TRUE(event_.Wait());
  EXPECT_EQ(FD_READ, Enumerate(Subject(0), nullptr).events);
}

// Rules R2 and L4.
TEST_F(SharedEvent, SelectingEverySocketInEveryTurnLosesNothing) {
  Open(3);
  int received = 0;
  for (std::size_t turn = 0; turn < 30; ++turn) {
    SendText(Peer(turn % 3), "x");
    SendText(Peer((turn + 1) % 3), "x");
    for (int sweep = 0; received < static_cast<int>(2 * (turn + 1)); ++sweep) {
      ASSERT_LT(sweep, 100);
      for (std::size_t i = 0; i < 3; ++i) Select(Subject(i), event_, FD_READ);
      ASSERT_TRUE(event_.Wait());
      for (std::size_t i = 0; i < 3; ++i) {
        if (Enumerate(Subject(i), event_.get()).events == 0) continue;
        received += std::max(0, ReceiveSome(Subject(i), 16));
      }
      WSAResetEvent(event_.get());
    }
  }
  EXPECT_EQ(60, received);
}

// Rule R8. On Windows FD_CLOSE may come before the last byte has been read, here or after it.
TEST_F(SharedEvent, PeekAtTheEndTellsWhetherBytesAreLeftAndHasThemReportedAgain) {
  ForEachProfile([](const l02::Profile&) {
    SelectedPair pair(FD_READ | FD_CLOSE);
    SendText(pair.peer.get(), "hello");
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
    pair.peer.Close();
    EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 8, MSG_PEEK));
    EXPECT_NE(0, Collect(pair.subject.get(), pair.event, FD_READ).events & FD_READ);
    EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 8));
    EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1, MSG_PEEK));
  });
}

// Rule W18.
TEST_F(SharedEvent, MayBeClosedAndReplacedWithoutLosingARecord) {
  Open(1);
  SendAndAwaitSignal(0);
  Cancel(Subject(0));
  event_.Close();
  const OwnedEvent second;
  Select(Subject(0), second, FD_READ);
  EXPECT_TRUE(Reports(Subject(0), second, FD_READ));
}

}  // namespace
}  // namespace l02_test
