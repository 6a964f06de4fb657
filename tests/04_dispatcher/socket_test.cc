// States, connecting, reading and writing: rules that hold on every backend.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support.h"

namespace l04 {
namespace {

using State = AsyncSocket::State;

class SocketTest : public LoopTest {};

TEST_P(SocketTest, GoesFromClosedOverConnectingToConnected) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->GetState(), State::kClosed);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_EQ(client->GetState(), State::kConnecting);
  EXPECT_EQ(recorder.heard, "");
  ASSERT_TRUE(Pump([&] { return recorder.Count("write") == 1; }));
  EXPECT_EQ(client->GetState(), State::kConnected);
  EXPECT_EQ(recorder.heard, "connect write ");
}

TEST_P(SocketTest, ConnectsOverIPv6) {
  const auto listener = MakeListener(AF_INET6);
  const auto client = Make(AF_INET6);
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
}

TEST_P(SocketTest, ListensInTheConnectingState) {
  EXPECT_EQ(MakeListener()->GetState(), State::kConnecting);
}

TEST_P(SocketTest, AcceptGivesAConnectedSocketWithMatchingAddresses) {
  const auto listener = MakeListener();
  Recorder recorder(*listener);
  EXPECT_EQ(listener->Accept(nullptr), nullptr);
  const auto client = Make();
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
  l01::Endpoint from;
  const auto accepted = listener->Accept(&from);
  ASSERT_NE(accepted, nullptr);
  EXPECT_EQ(accepted->GetState(), State::kConnected);
  EXPECT_EQ(from, client->GetLocalAddress());
  EXPECT_EQ(accepted->GetRemoteAddress(), client->GetLocalAddress());
  EXPECT_EQ(client->GetRemoteAddress(), accepted->GetLocalAddress());
}

TEST_P(SocketTest, AFailedAcceptLeavesTheAddressAlone) {
  const auto listener = MakeListener();
  l01::Endpoint from = l01::Endpoint::Loopback(7);
  EXPECT_EQ(listener->Accept(&from), nullptr);
  EXPECT_TRUE(listener->IsBlocking());
  EXPECT_EQ(from, l01::Endpoint::Loopback(7));
}

TEST_P(SocketTest, AnnouncesEveryWaitingClient) {
  const auto listener = MakeListener();
  std::vector<std::unique_ptr<AsyncSocket>> clients, accepted;
  const Connection on_read = listener->SignalReadEvent.connect([&](AsyncSocket*) {
    if (auto socket = listener->Accept(nullptr)) accepted.push_back(std::move(socket));
  });
  for (int i = 0; i < 5; ++i) {
    clients.push_back(Make());
    clients.back()->Connect(listener->GetLocalAddress());
  }
  EXPECT_TRUE(Pump([&] { return accepted.size() == 5; }));
}

TEST_P(SocketTest, AConnectThatIsRefusedEndsInOneCloseSignalWithTheReason) {
  const auto client = Make();
  Recorder recorder(*client);
  ASSERT_EQ(client->Connect(DeadEndpoint()), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "close ");
  EXPECT_NE(recorder.close_error, 0);
  EXPECT_EQ(client->ErrorText(recorder.close_error), "Connection refused");
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(SocketTest, ASecondConnectIsRefusedAndDisturbsNothing) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  ASSERT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), -1);
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), -1);
  EXPECT_EQ(client->GetState(), State::kConnected);
}

TEST_P(SocketTest, AClosedSocketCanConnectAgain) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(client->Close(), 0);
  EXPECT_EQ(client->Close(), 0);
  EXPECT_EQ(client->GetState(), State::kClosed);
  EXPECT_EQ(client->GetRemoteAddress().family(), AF_UNSPEC);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 2; }));
  EXPECT_EQ(recorder.Count("close"), 0);
}

TEST_P(SocketTest, TheReadSignalComesOnceUntilRecvIsCalled) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  client->Send("hello", 5);
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
  client->Send("again", 5);
  PumpQuietly();
  EXPECT_EQ(recorder.Count("read"), 1);

  char room[4];
  EXPECT_EQ(server->Recv(room, sizeof room), 4);  // six bytes are left: the signal comes again
  EXPECT_TRUE(Pump([&] { return recorder.Count("read") == 2; }));
}

TEST_P(SocketTest, RecvWithNothingThereSaysNotNow) {
  auto [client, server] = MakePair();
  char room[4];
  EXPECT_EQ(server->Recv(room, sizeof room), -1);
  EXPECT_TRUE(server->IsBlocking());
}

TEST_P(SocketTest, TheWriteSignalStaysSilentWhileSendsSucceed) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client->Send("hello", 5), 5);
  PumpQuietly();
  EXPECT_EQ(recorder.Count("write"), 0);
}

TEST_P(SocketTest, TheWriteSignalComesOnceThePeerHasMadeRoom) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const std::size_t sent = FillUntilBlocked(*client);
  EXPECT_EQ(Receive(*server, sent).size(), sent);
  EXPECT_TRUE(Pump([&] { return recorder.Count("write") >= 1; }));
  const int writes = recorder.Count("write");
  PumpQuietly();
  EXPECT_EQ(recorder.Count("write"), writes);
}

TEST_P(SocketTest, OneMebibyteArrivesIntactThroughAReaderThatLetsItWait) {
  auto [client, server] = MakePair();
  std::string text(1 << 20, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 31 >> 5);
  std::size_t sent = 0;
  const auto send_more = [&, &client = client] {
    int result = 0;
    while (sent < text.size() &&
           (result = client->Send(text.data() + sent, text.size() - sent)) > 0) {
      sent += static_cast<std::size_t>(result);
    }
  };
  const Connection on_write = client->SignalWriteEvent.connect([&](AsyncSocket*) { send_more(); });
  send_more();
  EXPECT_TRUE(Receive(*server, text.size()) == text);
}

TEST_P(SocketTest, BindReportsAnAddressThatIsTaken) {
  const auto listener = MakeListener();
  const auto second = Make();
  const int bound = second->Bind(listener->GetLocalAddress());
  if (bound == 0) {
    EXPECT_EQ(second->Listen(1), -1);  // Linux lets both bind and refuses the second listen
  }
  EXPECT_NE(second->GetError(), 0);
  EXPECT_FALSE(second->ErrorText(second->GetError()).empty());
}

TEST_P(SocketTest, OptionsCanBeSetAndReadBack) {
  const auto socket = Make();
  int value = 0;
  EXPECT_EQ(socket->SetOption(Option::kNoDelay, 1), 0);
  EXPECT_EQ(socket->GetOption(Option::kNoDelay, &value), 0);
  EXPECT_NE(value, 0);
  EXPECT_EQ(socket->SetOption(Option::kKeepAlive, 1), 0);
  EXPECT_EQ(socket->GetOption(Option::kKeepAlive, &value), 0);
  EXPECT_NE(value, 0);
  EXPECT_EQ(socket->SetOption(Option::kSendBuffer, 65536), 0);
  EXPECT_EQ(socket->GetOption(Option::kSendBuffer, &value), 0);
  EXPECT_GE(value, 65536);
}

INSTANTIATE_FOR_ALL_BACKENDS(SocketTest);

}  // namespace
}  // namespace l04
