// A socket object that is kClosed can be used again, whatever it was before.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

class ReuseTest : public LoopTest {};

TEST_P(ReuseTest, ARefusedSocketConnectsFromItsCloseHandler) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  const l01::Endpoint dead = DeadEndpoint();
  int result = -2;
  const Connection again = client->SignalCloseEvent.connect([&](AsyncSocket* socket, int) {
    if (result == -2) result = socket->Connect(listener->GetLocalAddress());
  });
  client->Connect(dead);
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(result, 0);
  EXPECT_EQ(recorder.Count("close"), 1);
}

TEST_P(ReuseTest, ASocketWhosePeerHasEndedConnectsFromItsCloseHandler) {
  auto [client, server] = MakePair();
  const auto listener = MakeListener();
  Recorder recorder(*client);
  int result = -2;
  const Connection again = client->SignalCloseEvent.connect(
      [&](AsyncSocket* socket, int) { result = socket->Connect(listener->GetLocalAddress()); });
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(result, 0);
}

TEST_P(ReuseTest, AListenerThatWasClosedIsToldTheTruthAboutARefusal) {
  const auto socket = MakeListener();
  const l01::Endpoint dead = DeadEndpoint();
  socket->Close();
  EXPECT_EQ(socket->Accept(nullptr), nullptr);  // the last turn of an accept loop
  Recorder recorder(*socket);
  ASSERT_EQ(socket->Connect(dead), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.heard, "close ");
  EXPECT_EQ(socket->ErrorText(recorder.close_error), "Connection refused");
}

TEST_P(ReuseTest, AClosedSocketListens) {
  const auto socket = MakeListener();
  socket->Close();
  ASSERT_EQ(socket->Bind(Loopback()), 0);
  ASSERT_EQ(socket->Listen(1), 0);
  Recorder recorder(*socket);
  const auto client = Make();
  client->Connect(socket->GetLocalAddress());
  EXPECT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
}

TEST_P(ReuseTest, OptionsHoldForTheHandlesToCome) {
  const auto listener = MakeListener();
  const auto client = Make();
  ASSERT_EQ(client->SetOption(Option::kNoDelay, 1), 0);
  for (int round = 0; round < 2; ++round) {
    Recorder recorder(*client);
    ASSERT_EQ(client->Connect(listener->GetLocalAddress()), 0);
    ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
    int value = 0;
    EXPECT_EQ(client->GetOption(Option::kNoDelay, &value), 0);
    EXPECT_NE(value, 0);
    client->Close();
    EXPECT_EQ(client->SetOption(Option::kKeepAlive, 1), 0) << "with no handle at all";
    EXPECT_EQ(client->GetOption(Option::kNoDelay, &value), 0);
    EXPECT_EQ(value, 1) << "what the next handle will have";
    EXPECT_EQ(client->GetOption(Option::kReceiveBuffer, &value), -1) << "nobody has set it";
    EXPECT_FALSE(client->IsBlocking()) << "the error is this call's own";
  }
}

INSTANTIATE_IN_ALL_WORLDS(ReuseTest);

}  // namespace
}  // namespace l04
