// UDP on the same loop: no connection, so no connect and no close signal.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

using State = AsyncSocket::State;

class DatagramTest : public LoopTest {
 protected:
  std::unique_ptr<AsyncSocket> MakeBound() {
    auto socket = Make(SOCK_DGRAM);
    EXPECT_EQ(socket->Bind(Loopback()), 0);
    return socket;
  }
  // An address at which nobody receives: it was taken and given back.
  l01::Endpoint DeadDatagramEndpoint() { return MakeBound()->GetLocalAddress(); }
  // Waits for one datagram.
  std::string ReceiveOne(AsyncSocket& socket, l01::Endpoint* from = nullptr) {
    char room[64];
    int received = -1;
    EXPECT_TRUE(Pump([&] { return (received = socket.RecvFrom(room, sizeof room, from)) >= 0; }));
    return received < 0 ? "" : std::string(room, static_cast<std::size_t>(received));
  }
};

TEST_P(DatagramTest, IsWritableAtOnceAndThenSilent) {
  const auto socket = MakeBound();
  Recorder recorder(*socket);
  EXPECT_EQ(socket->GetState(), State::kClosed);
  ASSERT_TRUE(Pump([&] { return recorder.Count("write") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "write ");
}

TEST_P(DatagramTest, GoesThereAndBackWithTheSendersAddress) {
  const auto server = MakeBound(), client = MakeBound();
  Recorder recorder(*server);
  EXPECT_EQ(client->SendTo("ping", 4, server->GetLocalAddress()), 4);
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
  l01::Endpoint from;
  EXPECT_EQ(ReceiveOne(*server, &from), "ping");
  EXPECT_EQ(from, client->GetLocalAddress());
  server->SendTo("pong", 4, from);
  EXPECT_EQ(ReceiveOne(*client), "pong");
}

TEST_P(DatagramTest, KeepsItsBordersAndAnEmptyOneIsOne) {
  const auto server = MakeBound(), client = MakeBound();
  EXPECT_EQ(client->SendTo("", 0, server->GetLocalAddress()), 0);
  client->SendTo("a", 1, server->GetLocalAddress());
  client->SendTo("bc", 2, server->GetLocalAddress());
  EXPECT_EQ(ReceiveOne(*server), "");
  EXPECT_EQ(ReceiveOne(*server), "a");
  EXPECT_EQ(ReceiveOne(*server), "bc");
}

TEST_P(DatagramTest, IsCutIfTheRoomIsSmallAndTheRestIsLost) {
  const auto server = MakeBound(), client = MakeBound();
  client->SendTo("abcdef", 6, server->GetLocalAddress());
  client->SendTo("next", 4, server->GetLocalAddress());
  char room[3];
  int received = -1;
  ASSERT_TRUE(Pump([&] { return (received = server->RecvFrom(room, sizeof room, nullptr)) >= 0; }));
  EXPECT_EQ(std::string(room, 3), "abc");
  EXPECT_EQ(received, 3);
  EXPECT_EQ(ReceiveOne(*server), "next");
}

TEST_P(DatagramTest, ConnectSucceedsAtOnceAndThenSendNeedsNoAddress) {
  const auto server = MakeBound(), client = Make(SOCK_DGRAM);
  EXPECT_EQ(client->Connect(server->GetLocalAddress()), 0);
  EXPECT_EQ(client->GetState(), State::kConnected);
  EXPECT_EQ(client->GetRemoteAddress(), server->GetLocalAddress());
  EXPECT_EQ(client->Send("hello", 5), 5);
  EXPECT_EQ(ReceiveOne(*server), "hello");
  EXPECT_EQ(client->Close(), 0);
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(DatagramTest, TheReadSignalIsOneShotUntilRecvFrom) {
  const auto server = MakeBound(), client = MakeBound();
  Recorder recorder(*server);
  client->SendTo("a", 1, server->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
  client->SendTo("b", 1, server->GetLocalAddress());
  PumpQuietly();
  EXPECT_EQ(recorder.Count("read"), 1);
  EXPECT_EQ(ReceiveOne(*server), "a");
  EXPECT_TRUE(Pump([&] { return recorder.Count("read") == 2; }));
}

TEST_P(DatagramTest, ServesTenPeersWithOneSocket) {
  const auto server = MakeBound();
  const Connection echo = server->SignalReadEvent.connect([](AsyncSocket* socket) {
    char room[64];
    l01::Endpoint from;
    const int received = socket->RecvFrom(room, sizeof room, &from);
    if (received >= 0) socket->SendTo(room, static_cast<std::size_t>(received), from);
  });
  for (int i = 0; i < 10; ++i) {
    const auto client = MakeBound();
    const std::string text = "peer " + std::to_string(i);
    client->SendTo(text.data(), text.size(), server->GetLocalAddress());
    EXPECT_EQ(ReceiveOne(*client), text);
  }
}

TEST_P(DatagramTest, AnUnreachablePortIsAnErrorOfTheNextReceiveAndEndsNothing) {
  const auto client = Make(SOCK_DGRAM);
  l01::Endpoint nobody;
  {
    const auto gone = MakeBound();
    nobody = gone->GetLocalAddress();
  }
  ASSERT_EQ(client->Connect(nobody), 0);
  Recorder recorder(*client);
  client->Send("anybody?", 8);
  PumpQuietly();
  char room[4];
  if (client->Recv(room, sizeof room) < 0 && !client->IsBlocking()) {
    EXPECT_FALSE(client->ErrorText(client->GetError()).empty());
  }
  EXPECT_EQ(recorder.Count("close"), 0);
  EXPECT_EQ(client->GetState(), State::kConnected);
  const auto back = Make(SOCK_DGRAM);
  ASSERT_EQ(back->Bind(nobody), 0);
  client->Send("again", 5);
  EXPECT_EQ(ReceiveOne(*back), "again");
}

TEST_P(DatagramTest, TheReadHandlerMayDestroyAnotherSocketThatIsReadableToo) {
  auto first = MakeBound(), second = MakeBound();
  const auto sender = MakeBound();
  int reads = 0;
  const auto destroy = [&reads](std::unique_ptr<AsyncSocket>& other) {
    return [&reads, &other](AsyncSocket* socket) {
      ++reads;
      socket->PauseReading();
      other.reset();
    };
  };
  const Connection on_first = first->SignalReadEvent.connect(destroy(second));
  const Connection on_second = second->SignalReadEvent.connect(destroy(first));
  sender->SendTo("a", 1, first->GetLocalAddress());
  sender->SendTo("b", 1, second->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return reads == 1; }));
  PumpQuietly();
  EXPECT_EQ(reads, 1);
}

TEST_P(DatagramTest, AStreamSocketsRecvFromTellsItsPeer) {
  auto [client, server] = MakePair();
  client->Send("x", 1);
  char room[4];
  l01::Endpoint from;
  int received = -1;
  ASSERT_TRUE(Pump([&, &server = server] {
    return (received = server->RecvFrom(room, sizeof room, &from)) > 0;
  }));
  EXPECT_EQ(from, client->GetLocalAddress());
}

TEST_P(DatagramTest, APortThatIsTakenCannotBeTakenAgain) {
  const auto owner = MakeBound(), thief = Make(SOCK_DGRAM), client = MakeBound();
  EXPECT_EQ(thief->Bind(owner->GetLocalAddress()), -1);
  EXPECT_NE(thief->GetError(), 0);
  client->SendTo("mine", 4, owner->GetLocalAddress());
  EXPECT_EQ(ReceiveOne(*owner), "mine");
}

TEST_P(DatagramTest, OneThatWasCutSaysSo) {
  const auto server = MakeBound(), client = MakeBound();
  const auto receive = [&](bool* truncated) {
    char room[3];
    int received = -1;
    EXPECT_TRUE(Pump(
        [&] { return (received = server->RecvFrom(room, sizeof room, nullptr, truncated)) >= 0; }));
    return received;
  };
  client->SendTo("abcdef", 6, server->GetLocalAddress());
  client->SendTo("abc", 3, server->GetLocalAddress());
  bool truncated = false;
  EXPECT_EQ(receive(&truncated), 3);
  EXPECT_TRUE(truncated);
  EXPECT_EQ(receive(&truncated), 3);
  EXPECT_FALSE(truncated);
}

// The system hands the error of an earlier datagram to whatever call comes next.
TEST_P(DatagramTest, AnErrorOfTheNetComesFromAReceiveAndNeverFromASend) {
  if (IsFake()) GTEST_SKIP() << "the network in memory knows no ICMP";
  const auto dead = DeadDatagramEndpoint();
  const auto client = MakeBound();
  ASSERT_EQ(client->Connect(dead), 0);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client->Send("x", 1), 1) << i;
  char room[4];
  ASSERT_TRUE(Pump([&] { return client->Recv(room, sizeof room) == -1 && !client->IsBlocking(); }));
  EXPECT_NE(client->GetError(), 0);
  EXPECT_EQ(client->Send("x", 1), 1);
}

INSTANTIATE_IN_ALL_WORLDS(DatagramTest);

}  // namespace
}  // namespace l04
