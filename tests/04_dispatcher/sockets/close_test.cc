// How a connection ends, and what a handler may do to sockets.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support/support.h"

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
  EXPECT_EQ(recorder.Count("read"), 0) << "the end is no read event";
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
    return [&reads, &other](AsyncSocket* socket) {
      ++reads;
      socket->PauseReading();  // it leaves the byte on purpose
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

TEST_P(CloseTest, TheEndOfTheStreamLooksLikeNotNowAndComesOnceAsASignal) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  server->Close();
  PumpQuietly();
  char room[4];
  EXPECT_EQ(client->Recv(room, sizeof room), -1);
  EXPECT_TRUE(client->IsBlocking());
  EXPECT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
}

TEST_P(CloseTest, DataAndTheEndInOneReportAreReadFirstAndThenClosed) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  std::string got;
  const Connection on_read = client->SignalReadEvent.connect([&](AsyncSocket* socket) {
    char room[16];
    const int received = socket->Recv(room, sizeof room);
    if (received > 0) got.append(room, static_cast<std::size_t>(received));
  });
  server->Send("last words", 10);
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(got, "last words");
  EXPECT_EQ(recorder.heard, "read close ");
}

TEST_P(CloseTest, CloseInTheCloseHandlerIsHarmless) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const Connection on_close =
      client->SignalCloseEvent.connect([](AsyncSocket* socket, int) { socket->Close(); });
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.Count("close"), 1);
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(CloseTest, EveryHandlerMayDestroyItsOwnSocket) {
  const auto listener = MakeListener();
  for (const std::string signal : {"connect", "write"}) {
    auto client = Make();
    const auto destroy = [&client](AsyncSocket*) { client.reset(); };
    const Connection on_event = signal == "connect" ? client->SignalConnectEvent.connect(destroy)
                                                    : client->SignalWriteEvent.connect(destroy);
    client->Connect(listener->GetLocalAddress());
    EXPECT_TRUE(Pump([&client] { return client == nullptr; })) << signal;
  }
  auto [client, server] = MakePair();
  const Connection on_end =
      client->SignalEndOfStreamEvent.connect([&client = client](AsyncSocket*) { client.reset(); });
  server->ShutdownSend();
  EXPECT_TRUE(Pump([&client = client] { return client == nullptr; })) << "end of stream";
}

TEST_P(CloseTest, TheReadHandlerOfAListenerMayDestroyIt) {
  auto listener = MakeListener();
  const auto client = Make();
  const Connection on_read =
      listener->SignalReadEvent.connect([&](AsyncSocket*) { listener.reset(); });
  client->Connect(listener->GetLocalAddress());
  EXPECT_TRUE(Pump([&] { return listener == nullptr; }));
}

TEST_P(CloseTest, TheEventsThatAreLeftAfterACloseInAHandlerAreVoid) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  const Connection on_connect =
      client->SignalConnectEvent.connect([](AsyncSocket* socket) { socket->Close(); });
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "connect ") << "the write event of the same report must not come";
}

TEST_P(CloseTest, AStaleEventDoesNotReachTheSocketThatGotTheSameHandle) {
  auto [client_a, server_a] = MakePair();
  auto [client_b, server_b] = MakePair();
  std::vector<std::unique_ptr<AsyncSocket>> lower;
  std::unique_ptr<AsyncSocket> newcomer;
  std::unique_ptr<Recorder> recorder;
  Handle number = kNoHandle;
  int reads = 0;
  // Whichever comes first destroys the other one. Linux gives the lowest number that is free, so
  // first the lower ones are used up. The newcomer is a datagram socket: one that has not connected
  // would not listen to a read event, whoever got it.
  const auto replace = [&](std::unique_ptr<AsyncSocket>& other) {
    return [&](AsyncSocket* self) {
      ++reads;
      char room[4];
      self->Recv(room, sizeof room);
      number = other->GetNativeHandle();
      other.reset();
      do {
        lower.push_back(Make());
      } while (lower.back()->GetNativeHandle() != number && lower.size() < 16);
      lower.pop_back();
      newcomer = Make(SOCK_DGRAM);
      EXPECT_EQ(newcomer->Bind(Loopback()), 0);
      recorder = std::make_unique<Recorder>(*newcomer);
    };
  };
  const Connection on_a = server_a->SignalReadEvent.connect(replace(server_b));
  const Connection on_b = server_b->SignalReadEvent.connect(replace(server_a));
  client_a->Send("a", 1);
  client_b->Send("b", 1);
  ASSERT_TRUE(Pump([&] { return newcomer != nullptr; }));
  PumpQuietly();
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(recorder->Count("read"), 0);
  if (GetParam().name.starts_with("epoll")) {
    EXPECT_EQ(newcomer->GetNativeHandle(), number);
  }
}

TEST_P(CloseTest, SocketsMadeByAHandlerWork) {
  auto [client, server] = MakePair();
  const auto listener = MakeListener();
  std::unique_ptr<AsyncSocket> made;
  std::unique_ptr<Recorder> recorder;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    char room[4];
    socket->Recv(room, sizeof room);
    made = Make();
    recorder = std::make_unique<Recorder>(*made);
    made->Connect(listener->GetLocalAddress());
  });
  client->Send("go", 2);
  EXPECT_TRUE(Pump([&] { return recorder && recorder->Count("connect") == 1; }));
}

TEST_P(CloseTest, ConnectingIsAnnouncedBeforeTheFirstBytes) {
  const auto listener = MakeListener();
  std::unique_ptr<AsyncSocket> accepted;
  const Connection on_accept = listener->SignalReadEvent.connect([&](AsyncSocket*) {
    accepted = listener->Accept(nullptr);
    accepted->Send("x", 1);
  });
  const auto client = Make();
  Recorder recorder(*client);
  client->Connect(listener->GetLocalAddress());
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1 && recorder.Count("write") == 1; }));
  EXPECT_TRUE(recorder.heard.starts_with("connect ")) << recorder.heard;
}

INSTANTIATE_IN_ALL_WORLDS(CloseTest);

}  // namespace
}  // namespace l04
