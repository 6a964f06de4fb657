// The experiments X1 to X21 on FD_WRITE and its neighbours: each states what is done and what the
// API must answer.
#include <algorithm>
#include <thread>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class Experiment : public WinsockTest {};

TEST_F(Experiment, X1FdWriteComesOnceAndThreeSuccessfulSendsBringNone) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  Select(pair.subject.get(), event, FD_WRITE);
  EXPECT_TRUE(Reports(pair.subject.get(), event, FD_WRITE));
  for (int i = 0; i < 3; ++i) {
    SendText(pair.subject.get(), "hello");
    EXPECT_TRUE(IsSilent(pair.subject.get(), event));
  }
}

TEST_F(Experiment, X2FdWriteComesOnceAfterWouldBlockAndDraining) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  Drain(pair.peer.get(), fill.bytes);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE));
  SendText(pair.subject.get(), "hello");
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
}

TEST_F(Experiment, X3ShortSendDoesNotArmButWouldBlockDoes) {
  const SelectedPair pair(FD_WRITE);
  const std::string huge(16U << 20, 'x');
  const int sent = send(pair.subject.get(), huge.data(), static_cast<int>(huge.size()), 0);
  ASSERT_GT(sent, 0);
  Drain(pair.peer.get(), static_cast<std::size_t>(sent));
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  Drain(pair.peer.get(), fill.bytes);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE));
}

/// Moves `total` bytes from the subject to the peer as a program would: sends on FD_WRITE, reads
/// between two looks. Counts what happens.
struct Stream {
  void Run(const SelectedPair& pair, bool stops_at_short_send) {
    const std::string data(chunk, 'x');
    SetNonBlocking(pair.peer.get(), true);
    for (int idle = 0; received < total && idle < 20;) {
      if (writable) Send(pair.subject.get(), data, stops_at_short_send);
      const int count = ReceiveSome(pair.peer.get(), 8 * kChunk);
      received += static_cast<std::size_t>(std::max(count, 0));
      if (pair.event.Wait(count > 0 ? 0 : 10)) {
        writable = Enumerate(pair.subject.get(), pair.event.get()).events != 0 || writable;
        reports += writable ? 1 : 0;
      }
      idle = count > 0 || writable ? 0 : idle + 1;
    }
  }
  void Send(SOCKET socket, const std::string& data, bool stops_at_short_send) {
    writable = false;
    while (sent < total) {
      const auto size = static_cast<int>(std::min(total - sent, data.size()));
      const int count = send(socket, data.data(), size, 0);
      if (count == SOCKET_ERROR) {
        ++would_blocks;
        return;
      }
      sent += static_cast<std::size_t>(count);
      if (count < size) ++short_sends;
      if (count < size && stops_at_short_send) return;
    }
  }

  std::size_t total = 0;     // bytes to move
  std::size_t chunk = 0;     // bytes offered to one send
  std::size_t sent = 0;      // bytes
  std::size_t received = 0;  // bytes
  bool writable = true;      // FD_WRITE has been seen and no send has failed since
  int reports = 1;           // of FD_WRITE, the first one has been consumed already
  int would_blocks = 0;      // failed sends
  int short_sends = 0;       // sends that took a part
};

TEST_F(Experiment, X4StreamNeedsOneFdWritePerWouldBlockAndOneToBegin) {
  const SelectedPair pair(FD_WRITE);
  Stream stream{.total = 64U << 20, .chunk = kChunk};
  stream.Run(pair, false);
  EXPECT_EQ(stream.total, stream.received);
  EXPECT_EQ(stream.reports, stream.would_blocks + 1);
}

TEST_F(Experiment, X5SenderThatWaitsAfterAShortSendStallsWhereSendsCanBeShort) {
  ForEachProfile([](const l02::Profile& profile) {
    const SelectedPair pair(FD_WRITE);
    Stream stream{.total = 64U << 20, .chunk = 4U << 20};
    stream.Run(pair, true);
    EXPECT_EQ(profile.send_may_be_short, stream.received < stream.total);
    EXPECT_EQ(profile.send_may_be_short ? 1 : 0, stream.short_sends);
  });
}

TEST_F(Experiment, X6FurtherFailingSendsOfAnEpisodeBringOneFdWrite) {
  const SelectedPair pair(FD_WRITE);
  std::size_t bytes = FillUntilQuiet(pair.subject.get(), pair.event).bytes;
  // A part may still fit now and then: FD_WRITE waits for more room than that.
  for (int i = 0; i < 10; ++i) bytes += FillOnce(pair.subject.get()).bytes;
  Drain(pair.peer.get(), bytes);
  const Record record = CollectAll(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, record.events);
  EXPECT_EQ(1, record.enumerations);
}

// Also rule W58: FD_WRITE is a permission to try, and may be stale.
TEST_F(Experiment, X7SendThatWorksBeforeTheLookLeavesAHarmlessFdWrite) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  Drain(pair.peer.get(), fill.bytes);
  EXPECT_TRUE(pair.event.Wait());
  SendText(pair.subject.get(), "x");
  const Record record = CollectAll(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, record.events);
  EXPECT_EQ(1, record.enumerations);
}

TEST_F(Experiment, X8ThreeEpisodesWithoutALookAreOneFdWrite) {
  const SelectedPair pair(FD_WRITE);
  for (int i = 0; i < 3; ++i) Drain(pair.peer.get(), FillOnce(pair.subject.get()).bytes);
  const Record record = CollectAll(pair.subject.get(), pair.event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, record.events);
  EXPECT_EQ(1, record.enumerations);
}

TEST_F(Experiment, X9SelectingAgainDoesNotRepeatAConsumedFdWrite) {
  ForEachProfile([](const l02::Profile& profile) {
    const SelectedPair pair(FD_WRITE);
    const long expected = profile.reselect_repeats_consumed ? FD_WRITE : 0;
    Select(pair.subject.get(), pair.event, FD_WRITE);
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, expected));
    Cancel(pair.subject.get());
    Select(pair.subject.get(), pair.event, FD_WRITE);
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, expected));
    const OwnedEvent other;
    Select(pair.subject.get(), other, FD_WRITE);
    EXPECT_TRUE(Reports(pair.subject.get(), other, expected));
  });
}

// Also rule W57.
TEST_F(Experiment, X10FirstSelectionOfAFullSocketIsSilentUntilThePeerReads) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  SetNonBlocking(pair.subject.get(), true);
  std::size_t bytes = 0;
  // Full and quiet: the kernel may make room once or twice by itself.
  for (int full = 0; full < 2;) {
    const std::size_t more = FillOnce(pair.subject.get()).bytes;
    bytes += more;
    full = more == 0 ? full + 1 : 0;
    event.Wait(kQuiet);
  }
  Select(pair.subject.get(), event, FD_WRITE);
  EXPECT_TRUE(IsSilent(pair.subject.get(), event));
  Drain(pair.peer.get(), bytes);
  EXPECT_TRUE(Reports(pair.subject.get(), event, FD_WRITE));
}

/// A listener with `mask`, one client, and the accepted socket.
struct AcceptedUnder {
  explicit AcceptedUnder(long mask) : listener(Listener()) {
    Select(listener.get(), event, mask);
    client = ClientOf(listener.get());
    EXPECT_EQ(FD_ACCEPT, Collect(listener.get(), event, FD_ACCEPT).events);
    accepted = OwnedSocket(accept(listener.get(), nullptr, nullptr));
  }
  OwnedSocket listener;  // selected
  OwnedSocket client;    // blocking
  OwnedSocket accepted;  // inherits event and mask
  OwnedEvent event;      // the listener's
};

TEST_F(Experiment, X11AcceptedSocketIsDeafUntilItIsSelectedItself) {
  const AcceptedUnder world(FD_ACCEPT);
  EXPECT_EQ(0, Enumerate(world.accepted.get(), nullptr).events);
  const OwnedEvent own;
  Select(world.accepted.get(), own, FD_READ | FD_WRITE | FD_CLOSE);
  EXPECT_TRUE(Reports(world.accepted.get(), own, FD_WRITE));
}

TEST_F(Experiment, X12ListenersEventIsSignalledForTheAcceptedSocketsFdWrite) {
  const AcceptedUnder world(FD_ACCEPT | FD_WRITE);
  EXPECT_TRUE(world.event.Wait());
  EXPECT_EQ(FD_WRITE, Collect(world.accepted.get(), world.event, FD_WRITE).events);
  EXPECT_EQ(0, Enumerate(world.listener.get(), nullptr).events);
}

TEST_F(Experiment, X13SixtyConnectsReportBothEventsAndNeverFdWriteFirst) {
  const OwnedSocket listener = Listener(100);
  for (int i = 0; i < 60; ++i) {
    const OwnedSocket socket = TcpSocket();
    const OwnedEvent event;
    Select(socket.get(), event, FD_CONNECT | FD_WRITE);
    EXPECT_TRUE(FailsWith(Connect(socket.get(), LocalAddress(listener.get())), WSAEWOULDBLOCK));
    long seen = 0;
    while (seen != (FD_CONNECT | FD_WRITE)) {
      ASSERT_TRUE(event.Wait());
      seen |= Enumerate(socket.get(), event.get()).events;
      EXPECT_NE(FD_WRITE, seen);
    }
  }
}

// [else_if]
/// How a handler treats a record with more than one event in it.
enum class Handling { kTwoIfs, kReadElseWrite, kWriteElseRead };

/// Serves up to four turns and tells which events the handler has acted upon.
long Serve(const SelectedPair& pair, Handling handling) {
  long handled = 0;
  for (int turn = 0; turn < 4 && pair.event.Wait(kQuiet); ++turn) {
    const long events = Enumerate(pair.subject.get(), pair.event.get()).events;
    const bool prefers_read = handling != Handling::kWriteElseRead;
    long acted = events;
    if (handling != Handling::kTwoIfs) {
      const long first = prefers_read ? FD_READ : FD_WRITE;
      acted = (events & first) != 0 ? first : events;
    }
    if ((acted & FD_READ) != 0) ReceiveSome(pair.subject.get(), 64);
    if ((acted & FD_WRITE) != 0) SendText(pair.subject.get(), "x");
    handled |= acted;
  }
  return handled;
}
// [else_if]

TEST_F(Experiment, X14HandlerWithElseIfLosesTheOtherEventForGood) {
  const std::pair<Handling, long> expectations[] = {{Handling::kTwoIfs, FD_READ | FD_WRITE},
                                                    {Handling::kReadElseWrite, FD_READ},
                                                    {Handling::kWriteElseRead, FD_WRITE}};
  for (const auto& [handling, expected] : expectations) {
    const SelectedPair pair(0);
    SendText(pair.peer.get(), "hello");
    while (ReceiveSome(pair.subject.get(), 1, MSG_PEEK) != 1) pair.event.Wait(5);
    Select(pair.subject.get(), pair.event, FD_READ | FD_WRITE);
    const long handled = Serve(pair, handling);
    EXPECT_EQ(expected, handled) << Names(handled);
  }
}

TEST_F(Experiment, X15FdWriteComesBeforeThePeerHasReadEverything) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  std::size_t read = 0;
  while (read < fill.bytes && !pair.event.Wait(0)) {
    read += static_cast<std::size_t>(ReceiveSome(pair.peer.get(), 16'384));
  }
  // How much it took is nobody's business; at the latest the last byte must do.
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE));
}

TEST_F(Experiment, X16DatagramSocketBoundBeforeTheSelectionReportsFdWriteOnce) {
  const OwnedSocket socket = UdpSocket();
  const OwnedEvent event;
  BindToLoopback(socket.get());
  Select(socket.get(), event, FD_WRITE);
  const Record record = CollectAll(socket.get(), event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, record.events);
  EXPECT_EQ(1, record.enumerations);
}

// Also rule W63: WSAEWOULDBLOCK belongs to the socket, not to the thread.
TEST_F(Experiment, X17WouldBlockInAWorkerReEnablesTheEventOfTheLoop) {
  const SelectedPair pair(FD_WRITE);
  std::size_t bytes = 0;
  std::thread worker([&] { bytes = FillUntilQuiet(pair.subject.get(), pair.event).bytes; });
  worker.join();
  EXPECT_TRUE(IsSilent(pair.subject.get(), pair.event));
  Drain(pair.peer.get(), bytes);
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE));
}

TEST_F(Experiment, X18ResetWithoutEnumerationMakesTheSocketDeafToTheSameEvent) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  Select(pair.subject.get(), event, FD_READ | FD_WRITE);
  EXPECT_TRUE(event.Wait());
  WSAResetEvent(event.get());
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(event.Wait()) << "another bit signals";
  WSAResetEvent(event.get());
  SendText(pair.peer.get(), "more!");
  EXPECT_FALSE(event.Wait(kQuiet)) << "the same bit does not";
  Select(pair.subject.get(), event, FD_READ | FD_WRITE);
  EXPECT_TRUE(event.Wait()) << "selecting again does";
  EXPECT_EQ(FD_READ | FD_WRITE, Enumerate(pair.subject.get(), event.get()).events);
}

// A loop as WebRTC has it takes an event out of the mask before it calls the handler, and puts it
// back when the handler has sent less than it wanted.
// Also rule R6.
TEST_F(Experiment, X19TakingFdWriteOutOfTheMaskChangesNothingAboutWhatReEnablesIt) {
  ForEachProfile([](const l02::Profile& profile) {
    const SelectedPair pair(FD_WRITE);
    Select(pair.subject.get(), pair.event, FD_CLOSE);
    const std::size_t bytes = FillOnce(pair.subject.get()).bytes;
    Select(pair.subject.get(), pair.event, FD_CLOSE | FD_WRITE);
    Drain(pair.peer.get(), bytes);
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE)) << "after WSAEWOULDBLOCK";

    Select(pair.subject.get(), pair.event, FD_CLOSE);
    const std::string huge(16U << 20, 'x');
    const int sent = send(pair.subject.get(), huge.data(), static_cast<int>(huge.size()), 0);
    EXPECT_EQ(profile.send_may_be_short, sent < static_cast<int>(huge.size()));
    Select(pair.subject.get(), pair.event, FD_CLOSE | FD_WRITE);
    Drain(pair.peer.get(), static_cast<std::size_t>(sent));
    const long expected = profile.reselect_repeats_consumed ? FD_WRITE : 0;
    EXPECT_TRUE(Reports(pair.subject.get(), pair.event, expected)) << "after a short send";
  });
}

TEST_F(Experiment, X20PeerThatClosesWithoutReadingGivesFdWriteAndFdClose) {
  SelectedPair pair(FD_WRITE | FD_CLOSE);
  FillUntilQuiet(pair.subject.get(), pair.event);
  pair.peer.Close();
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_WRITE | FD_CLOSE));
  EXPECT_EQ(SOCKET_ERROR, send(pair.subject.get(), "x", 1, 0));
}

TEST_F(Experiment, X21SmallSendBufferMayEmptyItselfButLosesNothing) {
  const SelectedPair pair(FD_WRITE);
  const int small = 16 * 1024;
  setsockopt(pair.subject.get(), SOL_SOCKET, SO_SNDBUF, reinterpret_cast<const char*>(&small),
             sizeof small);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  const int large = 1024 * 1024;
  setsockopt(pair.subject.get(), SOL_SOCKET, SO_SNDBUF, reinterpret_cast<const char*>(&large),
             sizeof large);
  const int sent = send(pair.subject.get(), "x", 1, 0);
  Drain(pair.peer.get(), fill.bytes + static_cast<std::size_t>(std::max(sent, 0)));
}

}  // namespace
}  // namespace l02_test
