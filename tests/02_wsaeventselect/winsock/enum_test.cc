// WSAEnumNetworkEvents: what it returns, what it clears, which event it resets.
#include <algorithm>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class EnumNetworkEvents : public WinsockTest {};

/// A selected pair in which data waits, so that FD_READ and FD_WRITE are both recorded.
struct BusyPair : Pair {
  BusyPair() : Pair(ConnectedPair()) {
    SendText(peer.get(), "hello");
    // The data must have arrived before the selection, or the two events come one by one.
    EXPECT_EQ(1, ReceiveSome(subject.get(), 1, MSG_PEEK));
    Select(subject.get(), event, FD_READ | FD_WRITE);
    EXPECT_TRUE(event.Wait());
  }
  OwnedEvent event;  // tied to the subject, signalled
};

// Rule W26.
TEST_F(EnumNetworkEvents, ReturnsEverythingThatHappenedInOneCall) {
  const BusyPair pair;
  EXPECT_EQ(FD_READ | FD_WRITE, Enumerate(pair.subject.get(), pair.event.get()).events);
}

TEST_F(EnumNetworkEvents, ClearsWhatItReturns) {
  const BusyPair pair;
  Enumerate(pair.subject.get(), pair.event.get());
  EXPECT_EQ(0, Enumerate(pair.subject.get(), pair.event.get()).events);
}

// Rule W27.
TEST_F(EnumNetworkEvents, WritesTheCodesOfReturnedEventsOnly) {
  const BusyPair pair;
  constexpr int kUntouched = 12345;
  WSANETWORKEVENTS events;
  std::fill(std::begin(events.iErrorCode), std::end(events.iErrorCode), kUntouched);
  ASSERT_EQ(0, WSAEnumNetworkEvents(pair.subject.get(), pair.event.get(), &events));
  for (int bit = 0; bit < FD_MAX_EVENTS; ++bit) {
    const bool returned = bit == FD_READ_BIT || bit == FD_WRITE_BIT;
    EXPECT_EQ(returned ? 0 : kUntouched, events.iErrorCode[bit]) << "bit " << bit;
  }
}

TEST_F(EnumNetworkEvents, WritesNoCodesIfNothingHappened) {
  const SelectedPair pair(FD_READ);
  WSANETWORKEVENTS events;
  events.iErrorCode[FD_READ_BIT] = 12345;
  ASSERT_EQ(0, WSAEnumNetworkEvents(pair.subject.get(), pair.event.get(), &events));
  EXPECT_EQ(0, events.lNetworkEvents);
  EXPECT_EQ(12345, events.iErrorCode[FD_READ_BIT]);
}

// Rule W28.
TEST_F(EnumNetworkEvents, ResetsTheEventItIsGiven) {
  const BusyPair pair;
  Enumerate(pair.subject.get(), pair.event.get());
  EXPECT_FALSE(pair.event.IsSignalled());
}

TEST_F(EnumNetworkEvents, ResetsAForeignEventAndLeavesTheTiedOneAlone) {
  const BusyPair pair;
  const OwnedEvent foreign;
  WSASetEvent(foreign.get());
  EXPECT_EQ(FD_READ | FD_WRITE, Enumerate(pair.subject.get(), foreign.get()).events);
  EXPECT_FALSE(foreign.IsSignalled());
  EXPECT_TRUE(pair.event.IsSignalled());
}

// Rule W29.
TEST_F(EnumNetworkEvents, WithoutAnEventClearsTheRecordAndKeepsTheSignal) {
  const BusyPair pair;
  EXPECT_EQ(FD_READ | FD_WRITE, Enumerate(pair.subject.get(), nullptr).events);
  EXPECT_TRUE(pair.event.IsSignalled());
  EXPECT_EQ(0, Enumerate(pair.subject.get(), pair.event.get()).events);
}

// Rule W30: where the three steps are not one, an event may stay signalled for nothing. No world
// may lose a record.
TEST_F(EnumNetworkEvents, LosesNoRecordThatComesBetweenTwoCalls) {
  const SelectedPair pair(FD_READ);
  for (int round = 0; round < 50; ++round) {
    SendText(pair.peer.get(), "x");
    long seen = 0;
    while ((seen & FD_READ) == 0) {
      ASSERT_TRUE(pair.event.Wait()) << "round " << round;
      seen |= Enumerate(pair.subject.get(), pair.event.get()).events;
    }
    EXPECT_EQ(1, ReceiveSome(pair.subject.get(), 8));
  }
}

TEST_F(EnumNetworkEvents, LeavesNoSignalForAnEmptyRecordWhereItIsAtomic) {
  ForEachProfile([](const l02::Profile& profile) {
    const OwnedSocket listener = Listener(100);
    int empty_wake_ups = 0;
    for (int i = 0; i < 30; ++i) {
      const OwnedSocket socket = TcpSocket();
      const OwnedEvent event;
      Select(socket.get(), event, FD_CONNECT | FD_WRITE);
      EXPECT_TRUE(FailsWith(Connect(socket.get(), LocalAddress(listener.get())), WSAEWOULDBLOCK));
      for (long seen = 0; seen != (FD_CONNECT | FD_WRITE);) {
        ASSERT_TRUE(event.Wait());
        const long events = Enumerate(socket.get(), event.get()).events;
        if (events == 0) ++empty_wake_ups;
        seen |= events;
      }
      if (event.IsSignalled()) ++empty_wake_ups;  // everything has been seen already
    }
    if (profile.enum_atomic) {
      EXPECT_EQ(0, empty_wake_ups);
    }
  });
}

// Rule W31.
TEST_F(EnumNetworkEvents, WithABadSocketKeepsTheEventInMostWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    const OwnedEvent event;
    WSASetEvent(event.get());
    WSANETWORKEVENTS events;
    EXPECT_TRUE(FailsWith(WSAEnumNetworkEvents(INVALID_SOCKET, event.get(), &events), WSAENOTSOCK));
    EXPECT_EQ(profile.failed_enum_keeps_event, event.IsSignalled());
  });
}

TEST_F(EnumNetworkEvents, RefusesWhatIsNoSocket) {
  OwnedSocket socket = TcpSocket();
  const SOCKET closed = socket.get();
  socket.Close();
  WSANETWORKEVENTS events;
  EXPECT_TRUE(FailsWith(WSAEnumNetworkEvents(closed, nullptr, &events), WSAENOTSOCK));
}

// Rule W34.
TEST_F(EnumNetworkEvents, ReturnsAndClearsSelectedEventsOnly) {
  const BusyPair pair;
  Select(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, Enumerate(pair.subject.get(), pair.event.get()).events);
  Select(pair.subject.get(), pair.event, FD_READ | FD_WRITE);
  EXPECT_TRUE((Collect(pair.subject.get(), pair.event, FD_READ).events & FD_READ) != 0);
}

}  // namespace
}  // namespace l02_test
