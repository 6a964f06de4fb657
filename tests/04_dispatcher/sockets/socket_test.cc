// States, connecting, reading and writing: rules that hold on every backend.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support/support.h"

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
  const auto bystander = MakeListener();
  const auto client = Make();
  Recorder recorder(*client), nearby(*bystander);
  ASSERT_EQ(client->Connect(DeadEndpoint()), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "close ");
  EXPECT_NE(recorder.close_error, 0);
  EXPECT_EQ(client->ErrorText(recorder.close_error), "Connection refused");
  EXPECT_EQ(client->GetState(), State::kClosed);
  EXPECT_EQ(client->GetRemoteAddress().family(), AF_UNSPEC);
  EXPECT_EQ(nearby.heard, "");
}

TEST_P(SocketTest, ASecondConnectIsRefusedAndDisturbsNothing) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  ASSERT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), -1);
  EXPECT_EQ(client->Connect("localhost", 1), -1);
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), -1);
  EXPECT_EQ(client->Connect("localhost", 1), -1);
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
  for (const Option option : {Option::kNoDelay, Option::kKeepAlive}) {
    EXPECT_EQ(socket->SetOption(option, 1), 0);
    EXPECT_EQ(socket->GetOption(option, &value), 0);
    EXPECT_NE(value, 0);
  }
  for (const Option option : {Option::kSendBuffer, Option::kReceiveBuffer}) {
    EXPECT_EQ(socket->SetOption(option, 65536), 0);
    EXPECT_EQ(socket->GetOption(option, &value), 0);
    EXPECT_GE(value, 65536);  // Linux doubles it
  }
}

TEST_P(SocketTest, OptionsThatASystemLacksFailAndTheOthersCanBeReadBack) {
  const auto socket = Make();
  for (const auto& [option, number] :
       {std::pair{Option::kKeepAliveIdle, 75}, std::pair{Option::kUserTimeout, 3000},
        std::pair{Option::kReusePort, 1}}) {
    int value = 0;
    if (socket->SetOption(option, number) != 0) {
      EXPECT_NE(socket->GetError(), 0);
      EXPECT_NE(GetParam().name.substr(0, 5), "epoll") << "Linux has all of them";
    } else {
      EXPECT_EQ(socket->GetOption(option, &value), 0);
      EXPECT_EQ(value, number);
    }
  }
}

TEST_P(SocketTest, AListenerOnAllAddressesTakesIPv4ClientsTooUnlessItIsToldNotTo) {
  if (IsFake() || GetParam().family != AF_INET6) GTEST_SKIP() << "about real IPv6 sockets";
  for (const int only : {0, 1}) {
    const auto listener = Make();
    EXPECT_EQ(listener->SetOption(Option::kV6Only, only), 0);
    ASSERT_EQ(listener->Bind(*l01::Endpoint::Parse("::", 0)), 0);
    ASSERT_EQ(listener->Listen(1), 0);
    const auto client = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
    Recorder recorder(*client);
    client->Connect(l01::Endpoint::Loopback(listener->GetLocalAddress().port()));
    ASSERT_TRUE(Pump([&] { return recorder.Count("connect") + recorder.Count("close") > 0; }));
    EXPECT_EQ(recorder.Count("connect"), only == 0 ? 1 : 0);
  }
}

TEST_P(SocketTest, NoDelayFailsOnADatagramSocketAndSaysWhy) {
  const auto socket = Make(SOCK_DGRAM);
  EXPECT_EQ(socket->SetOption(Option::kNoDelay, 1), -1);
  EXPECT_NE(socket->GetError(), 0);
  EXPECT_FALSE(socket->ErrorText(socket->GetError()).empty());
}

TEST_P(SocketTest, AConnectThatSucceedsAtOnceHasNoConnectSignal) {
  const auto listener = MakeListener();
  faults_.connect_at_once = true;
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_EQ(client->GetState(), State::kConnected);
  ASSERT_TRUE(Pump([&] { return recorder.Count("write") == 1; }));
  EXPECT_EQ(recorder.heard, "write ");
}

TEST_P(SocketTest, AConnectThatFailsAtOnceLeavesTheSocketClosedAndUsable) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  const int other = GetParam().family == AF_INET ? AF_INET6 : AF_INET;
  if (IsFake()) GTEST_SKIP() << "in the network in memory every address can be tried";
  EXPECT_EQ(client->Connect(l01::Endpoint::Loopback(9, other)), -1);
  EXPECT_FALSE(client->IsBlocking());
  EXPECT_EQ(client->GetState(), State::kClosed);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
}

TEST_P(SocketTest, AListenerThatClosesFailsTheClientThatNobodyHasAccepted) {
  auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  listener->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(SocketTest, AClientThatClosesBeforeItIsAcceptedHearsNothingAndItsPeerTheEnd) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client), listening(*listener);
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return listening.Count("read") == 1; }));
  const std::string before = recorder.heard;
  client->Close();
  PumpQuietly();
  const auto accepted = listener->Accept(nullptr);
  ASSERT_NE(accepted, nullptr);
  Recorder peer(*accepted);
  ASSERT_TRUE(Pump([&] {
    char room[1];
    accepted->Recv(room, sizeof room);
    return peer.Count("close") == 1;
  }));
  EXPECT_EQ(recorder.heard, before);
}

TEST_P(SocketTest, AFailedAcceptArmsTheListenerAgainAndLeavesTheAddressAlone) {
  const auto listener = MakeListener();
  Recorder listening(*listener);
  const auto client = Make();
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return listening.Count("read") == 1; }));
  faults_.failing_accepts = 1;
  faults_.accept_error = 12345;
  l01::Endpoint from = l01::Endpoint::Loopback(7);
  EXPECT_EQ(listener->Accept(&from), nullptr);
  EXPECT_EQ(listener->GetError(), 12345);
  EXPECT_EQ(from, l01::Endpoint::Loopback(7));
  const auto second = Make();
  second->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return listening.Count("read") == 2; }));
  EXPECT_NE(listener->Accept(&from), nullptr);
}

TEST_P(SocketTest, AfterTheCloseSignalTheSocketCanConnectAgain) {
  auto [client, server] = MakePair();
  const auto listener = MakeListener();
  Recorder recorder(*client);
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  client->Close();
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
}

TEST_P(SocketTest, ZeroBytesOfRoomReceiveNothingAndArmNothing) {
  auto [client, server] = MakePair();
  EXPECT_EQ(server->Recv(nullptr, 0), 0);
}

INSTANTIATE_IN_ALL_WORLDS(SocketTest);

}  // namespace
}  // namespace l04
