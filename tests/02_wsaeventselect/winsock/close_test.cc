// FD_CLOSE: the end of the stream, resets, and our own shutdowns.
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class FdClose : public WinsockTest {};

constexpr long kReadClose = FD_READ | FD_CLOSE;

// Rule W84.
TEST_F(FdClose, IsReportedOnceWithoutACodeWhenThePeerCloses) {
  SelectedPair pair(kReadClose);
  pair.peer.Close();
  const Record record = Collect(pair.subject.get(), pair.event, FD_CLOSE);
  EXPECT_EQ(FD_CLOSE, record.events) << Names(record.events);
  EXPECT_EQ(0, record.errors[FD_CLOSE_BIT]);
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
}

TEST_F(FdClose, IsReportedWhenThePeerEndsItsStream) {
  const SelectedPair pair(kReadClose);
  EXPECT_EQ(0, shutdown(pair.peer.get(), SD_SEND));
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
}

TEST_F(FdClose, LeavesOurOwnDirectionOpenAfterTheEndOfThePeersStream) {
  const SelectedPair pair(kReadClose);
  shutdown(pair.peer.get(), SD_SEND);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
  SendText(pair.subject.get(), "still here");
  EXPECT_EQ("still here", ReceiveExactly(pair.peer.get(), 10));
}

TEST_F(FdClose, IsNotRepeatedWhenThePeerClosesAfterTheEndOfItsStream) {
  SelectedPair pair(kReadClose);
  shutdown(pair.peer.get(), SD_SEND);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
  pair.peer.Close();
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

// Rule W85.
TEST_F(FdClose, IsNotReportedWhenThePeerOnlyStopsReceiving) {
  const SelectedPair pair(kReadClose);
  EXPECT_EQ(0, shutdown(pair.peer.get(), SD_RECEIVE));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

// Rule W86.
TEST_F(FdClose, CodeOfAResetDependsOnTheWorld) {
  ForEachProfile([](const l02::Profile& profile) {
    SelectedPair pair(kReadClose);
    Reset(pair.peer);
    const Record record = Collect(pair.subject.get(), pair.event, FD_CLOSE);
    EXPECT_EQ(FD_CLOSE, record.events) << Names(record.events);
    EXPECT_EQ(profile.reset_error_code, record.errors[FD_CLOSE_BIT]);
  });
}

TEST_F(FdClose, ReceiveAfterAResetFailsOrHidesIt) {
  ForEachProfile([](const l02::Profile& profile) {
    SelectedPair pair(kReadClose);
    Reset(pair.peer);
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
    for (int turn = 0; turn < 2; ++turn) {
      const int result = ReceiveSome(pair.subject.get(), 1);
      if (profile.reset_error_code == 0) {
        EXPECT_EQ(0, result);
      } else {
        EXPECT_TRUE(FailsWith(result, profile.reset_error_code));
      }
    }
  });
}

TEST_F(FdClose, SendAfterAResetFails) {
  SelectedPair pair(kReadClose);
  Reset(pair.peer);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
  EXPECT_EQ(SOCKET_ERROR, send(pair.subject.get(), "x", 1, 0));
  const int code = WSAGetLastError();
  EXPECT_TRUE(code == WSAECONNRESET || code == WSAECONNABORTED) << code;
}

// Rule W87.
TEST_F(FdClose, EveryByteCanBeReadWhateverItsOrder) {
  ForEachProfile([](const l02::Profile&) {
    SelectedPair pair(kReadClose);
    SendText(pair.peer.get(), "the last words");
    pair.peer.Close();
    std::string received;
    long seen = 0;
    while (seen != kReadClose || received.size() < 14) {
      ASSERT_TRUE(pair.event.Wait()) << Names(seen) << " after " << received.size() << " bytes";
      seen |= Enumerate(pair.subject.get(), pair.event.get()).events;
      char room[4];
      const int count = recv(pair.subject.get(), room, sizeof room, 0);
      if (count > 0) received.append(room, static_cast<std::size_t>(count));
    }
    EXPECT_EQ("the last words", received);
    EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
  });
}

TEST_F(FdClose, WaitsUntilAllDataHasBeenReadInMostWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    SelectedPair pair(kReadClose);
    SendText(pair.peer.get(), "hello");
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
    pair.peer.Close();
    const bool waits = profile.close_waits_for_unread;
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, waits ? 0 : FD_CLOSE));
    EXPECT_EQ(2, ReceiveSome(pair.subject.get(), 2));
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
    EXPECT_EQ(3, ReceiveSome(pair.subject.get(), 8));
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, waits ? FD_CLOSE : 0));
  });
}

// Rule W88.
TEST_F(FdClose, IsNotRepeatedByReceivingTheEndOfTheStream) {
  SelectedPair pair(kReadClose);
  pair.peer.Close();
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
  EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
  EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdClose, OutsideTheMaskIsDeliveredWhenItIsSelected) {
  SelectedPair pair(FD_READ);
  pair.peer.Close();
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  Select(pair.subject.get(), pair.event, kReadClose);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
}

// Rule W89.
TEST_F(FdClose, IsNotReportedForOurOwnEndOfTheStream) {
  const SelectedPair pair(kReadClose);
  EXPECT_EQ(0, shutdown(pair.subject.get(), SD_SEND));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdClose, ComesAfterThePeersLastDataIfWeHaveEndedOurStream) {
  SelectedPair pair(kReadClose);
  shutdown(pair.subject.get(), SD_SEND);
  SendText(pair.peer.get(), "bye");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
  EXPECT_EQ(3, ReceiveSome(pair.subject.get(), 8));
  pair.peer.Close();
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_CLOSE));
}

// Rule W90.
TEST_F(FdClose, ComesAfterOurShutdownOfBothDirectionsInMostWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    SelectedPair pair(kReadClose);
    EXPECT_EQ(0, shutdown(pair.subject.get(), SD_BOTH));
    EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
    pair.peer.Close();
    const long expected = profile.sd_both_drops_association ? 0 : FD_CLOSE;
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, expected));
  });
}

// Beyond the rules.
TEST_F(FdClose, TransferAfterOurOwnShutdownFails) {
  const SelectedPair pair(kReadClose);
  shutdown(pair.subject.get(), SD_SEND);
  EXPECT_TRUE(FailsWith(send(pair.subject.get(), "x", 1, 0), WSAESHUTDOWN));
  shutdown(pair.subject.get(), SD_RECEIVE);
  EXPECT_TRUE(FailsWith(ReceiveSome(pair.subject.get(), 1), WSAESHUTDOWN));
}

// Rule W91.
TEST_F(FdClose, IsAResetIfThePeerClosesWithOurDataUnread) {
  ForEachProfile([](const l02::Profile& profile) {
    SelectedPair pair(kReadClose);
    SendText(pair.subject.get(), "never read");
    char byte = 0;
    EXPECT_EQ(1, recv(pair.peer.get(), &byte, 1, MSG_PEEK));
    pair.peer.Close();
    const Record record = Collect(pair.subject.get(), pair.event, FD_CLOSE);
    EXPECT_EQ(FD_CLOSE, record.events);
    EXPECT_EQ(profile.reset_error_code, record.errors[FD_CLOSE_BIT]);
  });
}

// Rule W92.
TEST_F(FdClose, IsNotReportedForOurOwnClosesocket) {
  SelectedPair pair(kReadClose);
  const SOCKET closed = pair.subject.get();
  pair.subject.Close();
  EXPECT_FALSE(pair.event.Wait(kQuiet));
  WSANETWORKEVENTS events;
  EXPECT_TRUE(FailsWith(WSAEnumNetworkEvents(closed, nullptr, &events), WSAENOTSOCK));
}

// Beyond the rules.
TEST_F(FdClose, SocketCannotBeClosedTwice) {
  OwnedSocket socket = TcpSocket();
  const SOCKET closed = socket.get();
  socket.Close();
  EXPECT_TRUE(FailsWith(closesocket(closed), WSAENOTSOCK));
}

}  // namespace
}  // namespace l02_test
