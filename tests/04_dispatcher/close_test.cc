// How a connection ends, and what a handler may do to sockets.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support.h"

namespace l04 {
namespace {

using State = AsyncSocket::State;

class CloseTest : public LoopTest {};

TEST_P(CloseTest, ThePeersLastBytesComeBeforeItsEnd) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  server->Send("x", 1);
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
  PumpQuietly();
  EXPECT_EQ(client->GetState(), State::kConnected);
  EXPECT_EQ(recorder.Count("close"), 0);
  char room[4];
  EXPECT_EQ(client->Recv(room, sizeof room), 1);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.close_error, 0);
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(CloseTest, OneCloseSignalAndNoMore) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.Count("close"), 1);
  EXPECT_EQ(recorder.Count("read"), recorder.Count("read"));
}

TEST_P(CloseTest, OnesOwnCloseIsNotAnnounced) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  client->Close();
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "");
}

TEST_P(CloseTest, AHalfCloseStillLetsUsSend) {
  auto [client, server] = MakePair();
  client->ShutdownSend();
  EXPECT_EQ(server->Send("late", 4), 4);
  EXPECT_EQ(Receive(*client, 4), "late");
}

TEST_P(CloseTest, TheRemoteAddressIsKnownInTheCloseHandler) {
  auto [client, server] = MakePair();
  const l01::Endpoint peer = client->GetRemoteAddress();
  l01::Endpoint seen;
  const Connection on_close = client->SignalCloseEvent.connect(
      [&](AsyncSocket* socket, int) { seen = socket->GetRemoteAddress(); });
  server->Close();
  ASSERT_TRUE(Pump([&, &client = client] { return client->GetState() == State::kClosed; }));
  // After the peer's FIN Linux still knows it; a reset would have wiped it.
  if (seen.family() != AF_UNSPEC) {
    EXPECT_EQ(seen, peer);
  }
}

TEST_P(CloseTest, AHandlerMayCloseItsSocketAndNothingFollows) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const Connection on_read =
      client->SignalReadEvent.connect([](AsyncSocket* socket) { socket->Close(); });
  server->Send("hello", 5);
  server->Close();
  ASSERT_TRUE(Pump([&, &client = client] { return client->GetState() == State::kClosed; }));
  PumpQuietly();
  EXPECT_EQ(recorder.Count("close"), 0);
}

TEST_P(CloseTest, AHandlerMayDestroyItsOwnSocket) {
  auto [client, server] = MakePair();
  const Connection on_read =
      client->SignalReadEvent.connect([&client = client](AsyncSocket*) { client.reset(); });
  server->Send("hello", 5);
  EXPECT_TRUE(Pump([&client = client] { return client == nullptr; }));
}

TEST_P(CloseTest, TheCloseHandlerMayDestroyItsOwnSocket) {
  auto [client, server] = MakePair();
  const Connection on_close =
      client->SignalCloseEvent.connect([&client = client](AsyncSocket*, int) { client.reset(); });
  server->Close();
  EXPECT_TRUE(Pump([&client = client] { return client == nullptr; }));
}

TEST_P(CloseTest, AHandlerMayDestroyAnotherSocketThatIsReadyInTheSameTurn) {
  auto [client_a, server_a] = MakePair();
  auto [client_b, server_b] = MakePair();
  int reads = 0;
  const auto destroy_the_other = [&reads](std::unique_ptr<AsyncSocket>& other) {
    return [&reads, &other](AsyncSocket*) {
      ++reads;
      other.reset();
    };
  };
  const Connection on_a = server_a->SignalReadEvent.connect(destroy_the_other(server_b));
  const Connection on_b = server_b->SignalReadEvent.connect(destroy_the_other(server_a));
  client_a->Send("a", 1);
  client_b->Send("b", 1);
  EXPECT_TRUE(Pump([&] { return reads == 1; }));
  PumpQuietly();
  EXPECT_EQ(reads, 1);
}

TEST_P(CloseTest, TheCloseHandlerMayConnectAgain) {
  const auto listener = MakeListener();
  auto [client, server] = MakePair();
  const l01::Endpoint other = listener->GetLocalAddress();
  Recorder recorder(*client);
  const Connection on_close = client->SignalCloseEvent.connect([&](AsyncSocket* socket, int) {
    socket->Close();
    EXPECT_EQ(socket->Connect(other), 0);
  });
  server->Close();
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(recorder.Count("close"), 1);
}

TEST_P(CloseTest, AResetIsOneCloseSignal) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  client->Send("unread", 6);
  ASSERT_TRUE(Pump([&, &server = server] {
    char room[1];
    return server->Recv(room, sizeof room) == 1;
  }));
  server->Close();  // five bytes are unread: the system answers with a reset
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.Count("close"), 1);
}

TEST_P(CloseTest, SendingToADeadPeerEndsInOneCloseSignal) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  server->Close();
  for (int i = 0; i < 5; ++i) {
    client->Send("hello", 5);
    loop_.Wait(10, true);
  }
  EXPECT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.Count("close"), 1);
}

INSTANTIATE_IN_ALL_WORLDS(CloseTest);

}  // namespace
}  // namespace l04
