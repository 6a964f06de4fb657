// Any call from any thread: waiters are woken by what other threads do.
#include <atomic>
#include <chrono>
#include <random>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "tests/02_wsaeventselect/support/support.h"
#include "tests/02_wsaeventselect/support/world.h"

namespace l02_test {
namespace {

class Threads : public WinsockTest {
 protected:
  /// Runs `act` while this thread waits for `event`. Returns whether the wait was satisfied.
  template <typename Act>
  static bool WaitsWhile(const OwnedEvent& event, Act act) {
    std::thread other(act);
    const bool woken = event.Wait();
    other.join();
    return woken;
  }
};

TEST_F(Threads, WaiterIsWokenWhenAnotherThreadSetsTheEvent) {
  const OwnedEvent event;
  EXPECT_TRUE(WaitsWhile(event, [&] { WSASetEvent(event.get()); }));
}

TEST_F(Threads, WaiterIsWokenWhenAnotherThreadSendsToItsSocket) {
  const SelectedPair pair(FD_READ);
  EXPECT_TRUE(WaitsWhile(pair.event, [&] { SendText(pair.peer.get(), "hello"); }));
}

TEST_F(Threads, WaiterIsWokenWhenAnotherThreadTiesAReadySocketToItsEvent) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  EXPECT_TRUE(WaitsWhile(event, [&] { Select(pair.subject.get(), event, FD_WRITE); }));
}

TEST_F(Threads, WaiterIsWokenByASocketThatAnotherThreadHasTiedMeanwhile) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  EXPECT_TRUE(WaitsWhile(event, [&] {
    Select(pair.subject.get(), event, FD_READ);
    SendText(pair.peer.get(), "hello");
  }));
}

TEST_F(Threads, WaiterIsWokenWhenAnotherThreadReadsAPart) {
  const SelectedPair pair(FD_READ);
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
  EXPECT_TRUE(WaitsWhile(pair.event, [&] { ReceiveSome(pair.subject.get(), 1); }));
}

TEST_F(Threads, WaiterIsWokenWhenAnotherThreadMakesRoom) {
  const SelectedPair pair(FD_WRITE);
  const Fill fill = FillUntilQuiet(pair.subject.get(), pair.event);
  EXPECT_TRUE(WaitsWhile(pair.event, [&] { Drain(pair.peer.get(), fill.bytes); }));
}

TEST_F(Threads, WaiterForAllIsWokenByTheLastOne) {
  const OwnedEvent first;
  const OwnedEvent second;
  const WSAEVENT both[] = {first.get(), second.get()};
  std::thread other([&] {
    WSASetEvent(second.get());
    WSASetEvent(first.get());
  });
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_EVENT_0),
            WSAWaitForMultipleEvents(2, both, TRUE, kPatience, FALSE));
  other.join();
}

TEST_F(Threads, ManualResetEventWakesEveryWaiter) {
  const OwnedEvent event;
  std::atomic<int> woken = 0;
  const auto wait = [&] { woken += event.Wait() ? 1 : 0; };
  std::thread waiters[] = {std::thread(wait), std::thread(wait), std::thread(wait)};
  WSASetEvent(event.get());
  for (std::thread& waiter : waiters) waiter.join();
  EXPECT_EQ(3, woken);
}

// Also rule W9: two waiters on one auto-reset event steal from each other.
TEST_F(Threads, AutoResetEventWakesOneWaiterPerSignal) {
  const OwnedEvent event = AutoResetEvent();
  std::atomic<int> woken = 0;
  const auto wait = [&] { woken += event.Wait(500) ? 1 : 0; };
  std::thread waiters[] = {std::thread(wait), std::thread(wait), std::thread(wait)};
  SetEvent(event.get());
  for (std::thread& waiter : waiters) waiter.join();
  EXPECT_EQ(1, woken);
}

TEST_F(Threads, SocketMayBeClosedWhileAnotherThreadWaitsForItsEvent) {
  SelectedPair pair(FD_READ | FD_CLOSE);
  std::thread waiter([&] { EXPECT_FALSE(pair.event.Wait(300)); });
  pair.subject.Close();
  const Pair recycled = ConnectedPair();  // takes the closed handles' values
  SendText(recycled.peer.get(), "hello");
  waiter.join();
}

TEST_F(Threads, ReceiveEndsWhenThePeerClosesInAnotherThread) {
  Pair pair = ConnectedPair();
  std::thread other([&] { pair.peer.Close(); });
  EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
  other.join();
}

TEST_F(Threads, ClosingASocketEndsAReceiveThatBlocksOnIt) {
  Pair pair = ConnectedPair();
  std::thread receiver(
      [socket = pair.subject.get()] { EXPECT_EQ(SOCKET_ERROR, ReceiveSome(socket, 1)); });
  OwnedEvent().Wait(50);  // let it block; closing before that is as good
  pair.subject.Close();
  receiver.join();
}

// Every message must be reported: an edge between "look" and "sleep" may not be lost.
TEST_F(Threads, NoArrivalIsLostInAThousandTurnsOfPingPong) {
  const SelectedPair server(FD_READ);
  OwnedEvent client_event;
  Select(server.peer.get(), client_event, FD_READ);
  constexpr int kTurns = 1000;
  const auto serve = [](SOCKET socket, const OwnedEvent& event, bool answers_only) {
    if (!answers_only) SendText(socket, "x");
    for (int turn = 0; turn < kTurns;) {
      if (!event.Wait()) return turn;
      if ((Enumerate(socket, event.get()).events & FD_READ) == 0) continue;
      if (ReceiveSome(socket, 8) <= 0) continue;
      ++turn;
      if (answers_only || turn < kTurns) SendText(socket, "x");
    }
    return kTurns;
  };
  std::thread other([&] { EXPECT_EQ(kTurns, serve(server.subject.get(), server.event, true)); });
  EXPECT_EQ(kTurns, serve(server.peer.get(), client_event, false));
  other.join();
}

TEST_F(Threads, TwoThreadsMayUseOneSocketAtOnce) {
  const SelectedPair pair(FD_READ | FD_WRITE);
  constexpr std::size_t kBytes = 4U << 20;
  std::thread peer([&] {
    Drain(pair.peer.get(), kBytes);
    SendText(pair.peer.get(), "done");
  });
  std::thread sender([&] {
    const std::string data(kChunk, 'x');
    for (std::size_t sent = 0; sent < kBytes;) {
      const auto size = static_cast<int>(std::min(kBytes - sent, data.size()));
      const int count = send(pair.subject.get(), data.data(), size, 0);
      if (count > 0) sent += static_cast<std::size_t>(count);
    }
  });
  // The loop enumerates and receives on the same socket meanwhile.
  EXPECT_TRUE((Collect(pair.subject.get(), pair.event, FD_READ).events & FD_READ) != 0);
  EXPECT_EQ(4, ReceiveSome(pair.subject.get(), 8));
  sender.join();
  peer.join();
}

TEST_F(Threads, HandleTablesSurviveManyThreadsThatOpenAndClose) {
  const OwnedSocket listener = Listener(100);
  const sockaddr_in address = LocalAddress(listener.get());
  const OwnedEvent shared;
  const auto work = [&] {
    for (int i = 0; i < 50; ++i) {
      const OwnedSocket socket = TcpSocket();
      const OwnedEvent own;
      Select(socket.get(), i % 2 == 0 ? shared : own, FD_CONNECT | FD_WRITE);
      EXPECT_TRUE(FailsWith(Connect(socket.get(), address), WSAEWOULDBLOCK));
      long seen = 0;
      while ((seen & FD_WRITE) == 0) {
        const WSAEVENT either[] = {shared.get(), own.get()};
        WSAWaitForMultipleEvents(2, either, FALSE, 5, FALSE);
        seen |= Enumerate(socket.get(), own.get()).events;
      }
    }
  };
  const auto take = [&] {
    for (int accepted = 0; accepted < 100;) {
      const OwnedSocket socket(accept(listener.get(), nullptr, nullptr));
      if (socket.get() != INVALID_SOCKET) ++accepted;
    }
  };
  std::thread threads[] = {std::thread(work), std::thread(work), std::thread(take)};
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Threads, EventMayBeTiedAndUntiedWhileAnotherThreadWaits) {
  const SelectedPair pair(FD_READ);
  std::atomic<bool> done = false;
  std::thread switcher([&] {
    const OwnedEvent other;
    while (!done) {
      Select(pair.subject.get(), other, FD_READ);
      Select(pair.subject.get(), pair.event, FD_READ);
    }
  });
  for (int turn = 0; turn < 100; ++turn) {
    SendText(pair.peer.get(), "x");
    bool received = false;
    while (!received) {
      ASSERT_TRUE(pair.event.Wait());
      Enumerate(pair.subject.get(), pair.event.get());
      received = ReceiveSome(pair.subject.get(), 8) > 0;
    }
  }
  done = true;
  switcher.join();
}

/// Threads that call whatever they like on sockets that others close under them. A handle may be
/// stale, or belong to a new socket by now.
class Storm {
 public:
  Storm() : listener_(Listener(100)) { SetNonBlocking(listener_.get(), true); }
  ~Storm() {
    for (std::atomic<SOCKET>& slot : slots_) Replace(slot, INVALID_SOCKET);
  }
  void Run(unsigned seed) {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 4; ++i) {
      threads.emplace_back([this, seed, i] {
        std::mt19937 random(seed + i);
        for (int call = 0; call < 500; ++call) Act(random);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  static void Replace(std::atomic<SOCKET>& slot, SOCKET socket) {
    OwnedSocket(slot.exchange(socket)).Close();
  }
  SOCKET NewSocket(bool by_accept) {
    if (by_accept) return accept(listener_.get(), nullptr, nullptr);  // as non-blocking as it
    const SOCKET socket = NewNonBlockingSocket();
    Connect(socket, LocalAddress(listener_.get()));
    return socket;
  }
  SOCKET NewNonBlockingSocket() {
    const std::unique_lock alone(new_socket_);
    const SOCKET socket =
        WSASocketA(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED);
    SetNonBlocking(socket, true);
    return socket;
  }
  /// A stale handle may name a socket that has just been made and still blocks: a recv on it would
  /// wait for ever.
  int Receive(SOCKET socket) {
    const std::shared_lock no_new_socket(new_socket_);
    return ReceiveSome(socket, 64);
  }
  void Act(std::mt19937& random) {
    std::atomic<SOCKET>& slot = slots_[random() % std::size(slots_)];
    const OwnedEvent& event = events_[random() % std::size(events_)];
    WSANETWORKEVENTS found;
    WSASetLastError(0);
    switch (random() % 8) {
      case 0:
        return Replace(slot, NewSocket(random() % 2 == 0));
      case 1:
        return Check(WSAEventSelect(slot, event.get(), static_cast<long>(random() % 64)));
      case 2:
        return Check(WSAEnumNetworkEvents(slot, event.get(), &found));
      case 3:
        return Check(send(slot, "hello", 5, 0));
      case 4:
        return Check(Receive(slot));
      case 5:
        return Check(shutdown(slot, SD_SEND));
      case 6:
        return static_cast<void>(WSASetEvent(event.get()));
      default:
        return static_cast<void>(event.Wait(1));
    }
  }
  /// Whatever fails says why.
  static void Check(int result) {
    if (result == SOCKET_ERROR) {
      EXPECT_NE(0, WSAGetLastError());
    }
  }

  OwnedSocket listener_;          // non-blocking; nobody closes it
  std::shared_mutex new_socket_;  // held while there is a socket that blocks
  OwnedEvent events_[3];          // shared by all
  std::atomic<SOCKET> slots_[6] = {INVALID_SOCKET, INVALID_SOCKET, INVALID_SOCKET,
                                   INVALID_SOCKET, INVALID_SOCKET, INVALID_SOCKET};
};

TEST_F(Threads, RandomCallsOnSocketsThatOthersCloseDoNoHarm) {
  if (RunsUnderWine()) {
    GTEST_SKIP() << "wineserver 8.0 ends itself: \"sock_poll_event: Assertion "
                    "`sock->obj.ops == &sock_ops' failed\" (server/sock.c:1331)";
  }
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  const auto seed = static_cast<unsigned>(now);
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Storm().Run(seed);
  const SelectedPair pair(FD_READ);
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
}

TEST_F(Threads, SocketsMayBeClosedUnderSeveralThreadsThatBlockOnThem) {
  OwnedSocket listener = Listener();
  Pair pair = ConnectedPair();
  std::thread acceptor([socket = listener.get()] {
    EXPECT_EQ(INVALID_SOCKET, OwnedSocket(accept(socket, nullptr, nullptr)).get());
  });
  const auto receive = [socket = pair.subject.get()] {
    EXPECT_EQ(SOCKET_ERROR, ReceiveSome(socket, 1));
  };
  std::thread receivers[] = {std::thread(receive), std::thread(receive)};
  OwnedEvent().Wait(50);  // let them block; closing before that is as good
  listener.Close();
  pair.subject.Close();
  acceptor.join();
  for (std::thread& receiver : receivers) receiver.join();
}

}  // namespace
}  // namespace l02_test
