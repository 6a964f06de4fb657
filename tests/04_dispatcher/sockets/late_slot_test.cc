// A signal that finds nobody is not lost: it comes when a slot is connected.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

class LateSlotTest : public LoopTest {
 protected:
  // Two connected sockets to which nobody has listened yet.
  SocketPair MakeSilentPair() {
    const auto listener = MakeListener();
    auto client = Make();
    EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
    std::unique_ptr<AsyncSocket> server;
    EXPECT_TRUE(Pump([&] {
      if (!server) server = listener->Accept(nullptr);
      return server && client->GetState() == AsyncSocket::State::kConnected;
    }));
    PumpQuietly();
    return {std::move(client), std::move(server)};
  }
};

TEST_P(LateSlotTest, HearsOfAConnectionAndOfRoomThatWereThereBefore) {
  auto [client, server] = MakeSilentPair();
  Recorder at_client(*client), at_server(*server);
  EXPECT_EQ(at_client.heard, "") << "not inside connect()";
  ASSERT_TRUE(Pump([&] { return at_client.Count("write") == 1 && at_server.Count("write") == 1; }));
  EXPECT_EQ(at_client.heard, "connect write ");
  EXPECT_EQ(at_server.heard, "write ");
  PumpQuietly();
  EXPECT_EQ(at_client.heard, "connect write ");
}

TEST_P(LateSlotTest, HearsOfBytesThatWereThereBefore) {
  auto [client, server] = MakeSilentPair();
  client->Send("hello", 5);
  PumpQuietly();
  int reads = 0;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    ++reads;
    socket->PauseReading();
  });
  ASSERT_TRUE(Pump([&] { return reads == 1; }));
  EXPECT_EQ(Receive(*server, 5), "hello");
}

TEST_P(LateSlotTest, HearsOfAnEndThatCameBefore) {
  auto [client, server] = MakeSilentPair();
  client->Close();
  PumpQuietly();
  PumpQuietly();
  int error = -1;
  const Connection on_close =
      server->SignalCloseEvent.connect([&](AsyncSocket*, int code) { error = code; });
  ASSERT_TRUE(Pump([&] { return error != -1; }));
  EXPECT_EQ(error, 0);
  EXPECT_EQ(server->GetState(), AsyncSocket::State::kClosed);
}

TEST_P(LateSlotTest, HearsOfARefusalThatCameBefore) {
  const auto client = Make();
  ASSERT_EQ(client->Connect(DeadEndpoint()), 0);
  ASSERT_TRUE(Pump([&] { return client->GetState() == AsyncSocket::State::kClosed; }));
  Recorder recorder(*client);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(client->ErrorText(recorder.close_error), "Connection refused");
}

TEST_P(LateSlotTest, HearsOfAClientThatWaitedBefore) {
  const auto listener = MakeListener();
  const auto client = Make();
  client->Connect(listener->GetLocalAddress());
  PumpQuietly();
  int reads = 0;
  const Connection on_accept = listener->SignalReadEvent.connect([&](AsyncSocket* socket) {
    ++reads;
    EXPECT_NE(socket->Accept(nullptr), nullptr);
  });
  EXPECT_TRUE(Pump([&] { return reads == 1; }));
}

TEST_P(LateSlotTest, NobodyListeningDoesNotSpin) {
  auto [client, server] = MakeSilentPair();
  client->Send("hello", 5);
  client->ShutdownSend();
  PumpQuietly();
  const std::uint64_t before = loop_.counts().turns;
  PumpQuietly();
  EXPECT_LE(loop_.counts().turns - before, 3U);
}

INSTANTIATE_IN_ALL_WORLDS(LateSlotTest);

}  // namespace
}  // namespace l04
