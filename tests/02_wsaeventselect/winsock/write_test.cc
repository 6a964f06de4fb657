// FD_WRITE: once at the start, then only after a send has failed with WSAEWOULDBLOCK.
#include <algorithm>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class FdWrite : public WinsockTest {};

// Rule W48.
TEST_F(FdWrite, IsReportedWhenAConnectedSocketIsSelected) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  Select(pair.peer.get(), event, FD_WRITE);
  EXPECT_TRUE(Reports(pair.peer.get(), event, FD_WRITE));
}

TEST_F(FdWrite, IsReportedWhenAnAcceptedSocketIsSelected) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  Select(pair.subject.get(), event, FD_WRITE);
  EXPECT_TRUE(Reports(pair.subject.get(), event, FD_WRITE));
}

TEST_F(FdWrite, IsReportedWhenANonBlockingConnectSucceeds) {
  const OwnedSocket listener = Listener();
  const OwnedSocket socket = TcpSocket();
  const OwnedEvent event;
  Select(socket.get(), event, FD_WRITE);
  EXPECT_TRUE(FailsWith(Connect(socket.get(), LocalAddress(listener.get())), WSAEWOULDBLOCK));
  EXPECT_TRUE(Reports(socket.get(), event, FD_WRITE));
}

// Rule W49.
TEST_F(FdWrite, StaysSilentAfterASuccessfulSend) {
  const SelectedPair pair(FD_WRITE);
  SendText(pair.subject.get(), "hello");
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, StaysSilentAfterALargeSuccessfulSend) {
  const SelectedPair pair(FD_WRITE);
  SendText(pair.subject.get(), "hello");
  // Only the free space counts, not the order: a later send may be large too.
  SendText(pair.subject.get(), std::string(kChunk, 'x'));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, StaysSilentWhenThePeerReadsWhatNeverBlocked) {
  const SelectedPair pair(FD_WRITE);
  SendText(pair.subject.get(), std::string(kChunk, 'x'));
  Drain(pair.peer.get(), kChunk);
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, StaysSilentAfterAResetOfTheEvent) {
  const SelectedPair pair(FD_WRITE);
  WSAResetEvent(pair.event.get());
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, StaysSilentAfterASendOfNothing) {
  const SelectedPair pair(FD_WRITE);
  EXPECT_EQ(0, send(pair.subject.get(), "", 0, 0));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, StaysSilentAfterAReceive) {
  const SelectedPair pair(FD_WRITE);
  SendText(pair.peer.get(), "hello");
  SetNonBlocking(pair.peer.get(), true);
  while (ReceiveSome(pair.subject.get(), 16) == SOCKET_ERROR) {
    ASSERT_EQ(WSAEWOULDBLOCK, WSAGetLastError());
  }
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

// Rule W50.
TEST_F(FdWrite, StaysSilentWhileTheConnectionIsFull) {
  const SelectedPair pair(FD_WRITE);
  FillUntilQuiet(pair.subject.get(), pair.event);
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, ReturnsOnceAfterWouldBlockWhenThePeerReads) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  Drain(pair.peer.get(), fill.bytes);
  const Record record = CollectAll(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, record.events) << Names(record.events);
  EXPECT_EQ(1, record.enumerations);
}

TEST_F(FdWrite, ReturnsAfterEachEpisodeOfWouldBlock) {
  const SelectedPair pair(FD_WRITE);
  for (int episode = 0; episode < 3; ++episode) {
    const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
    Drain(pair.peer.get(), fill.bytes);
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE)) << episode;
  }
}

TEST_F(FdWrite, SendWorksAgainAfterItHasReturned) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  Drain(pair.peer.get(), fill.bytes);
  EXPECT_EQ(FD_WRITE, Collect(pair.subject.get(), pair.event, FD_WRITE).events);
  SendText(pair.subject.get(), "the rest");
  EXPECT_EQ("the rest", ReceiveExactly(pair.peer.get(), 8));
}

// Rule W52.
TEST_F(FdWrite, SeveralEdgesThatNobodyEnumeratesAreOne) {
  const SelectedPair pair(FD_WRITE);
  for (int i = 0; i < 3; ++i) {
    const Fill fill = FillOnce(pair.subject.get());
    Drain(pair.peer.get(), fill.bytes);
  }
  const Record record = CollectAll(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, record.events);
  EXPECT_EQ(1, record.enumerations);
}

// Rule W53.
TEST_F(FdWrite, SendOfMoreThanFitsIsShortInSomeWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    const SelectedPair pair(FD_WRITE);
    const std::string huge(16U << 20, 'x');
    const int sent = send(pair.subject.get(), huge.data(), static_cast<int>(huge.size()), 0);
    EXPECT_GT(sent, 0);
    EXPECT_EQ(profile.send_may_be_short, sent < static_cast<int>(huge.size()));
  });
}

TEST_F(FdWrite, SendThatTookEverythingDeliversEverything) {
  ForEachProfile([](const l02::Profile&) {
    const SelectedPair pair(FD_WRITE);
    const std::string huge(8U << 20, 'x');
    const int sent = send(pair.subject.get(), huge.data(), static_cast<int>(huge.size()), 0);
    ASSERT_GT(sent, 0);
    shutdown(pair.subject.get(), SD_SEND);
    Drain(pair.peer.get(), static_cast<std::size_t>(sent));
    EXPECT_EQ(0, ReceiveSome(pair.peer.get(), 1));
  });
}

TEST_F(FdWrite, CloseDeliversWhatSendHasTaken) {
  ForEachProfile([](const l02::Profile&) {
    SelectedPair pair(FD_WRITE);
    const std::string huge(8U << 20, 'x');
    const int sent = send(pair.subject.get(), huge.data(), static_cast<int>(huge.size()), 0);
    ASSERT_GT(sent, 0);
    pair.subject.Close();
    Drain(pair.peer.get(), static_cast<std::size_t>(sent));
    EXPECT_EQ(0, ReceiveSome(pair.peer.get(), 1));
  });
}

// Rules W54 and W55: a send that took exactly what fitted is no WSAEWOULDBLOCK.
TEST_F(FdWrite, ShortSendAloneDoesNotReEnableIt) {
  const SelectedPair pair(FD_WRITE);
  const std::string huge(16U << 20, 'x');
  const int sent = send(pair.subject.get(), huge.data(), static_cast<int>(huge.size()), 0);
  ASSERT_GT(sent, 0);
  if (WorldProfile().send_may_be_short) {
    ASSERT_LT(sent, static_cast<int>(huge.size()));
  }
  Drain(pair.peer.get(), static_cast<std::size_t>(sent));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

// Rule W56.
TEST_F(FdWrite, FailureAfterShutdownIsNoPromiseOfRoom) {
  const SelectedPair pair(FD_WRITE);
  EXPECT_EQ(0, shutdown(pair.subject.get(), SD_SEND));
  EXPECT_TRUE(FailsWith(send(pair.subject.get(), "x", 1, 0), WSAESHUTDOWN));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(FdWrite, FailureAfterAResetIsNoPromiseOfRoom) {
  SelectedPair pair(FD_WRITE | FD_CLOSE);
  Reset(pair.peer);
  EXPECT_EQ(FD_CLOSE, Collect(pair.subject.get(), pair.event, FD_CLOSE).events);
  EXPECT_EQ(SOCKET_ERROR, send(pair.subject.get(), "x", 1, 0));
  EXPECT_EQ(0, CollectUntilQuiet(pair.subject.get(), pair.event).events & FD_WRITE);
}

// Beyond the rules: an error of the call is none of the connection.
TEST_F(FdWrite, BadPointerDoesNotEndTheConnection) {
  const SelectedPair pair(FD_READ | FD_WRITE | FD_CLOSE);
  const char* bad = reinterpret_cast<const char*>(1);
  EXPECT_TRUE(FailsWith(send(pair.subject.get(), bad, 10, 0), WSAEFAULT));
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE));
  SendText(pair.subject.get(), "hello");
  EXPECT_EQ("hello", ReceiveExactly(pair.peer.get(), 5));
}

// Rule W61: what the event and the code are named when the connection breaks is a matter of taste.
TEST_F(FdWrite, ComesTogetherWithFdCloseWhenThePeerDiesWhileWeAreBlocked) {
  SelectedPair pair(FD_WRITE | FD_CLOSE);
  FillUntilQuiet(pair.subject.get(), pair.event);
  Reset(pair.peer);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE | FD_CLOSE));
  EXPECT_EQ(SOCKET_ERROR, send(pair.subject.get(), "x", 1, 0));
}

// Rule W64.
TEST_F(FdWrite, RoomThatCameWhileItWasNotSelectedIsReportedWhenItIs) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  Select(pair.subject.get(), pair.event, FD_CLOSE);
  Drain(pair.peer.get(), fill.bytes);
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  Select(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE));
}

}  // namespace
}  // namespace l02_test
