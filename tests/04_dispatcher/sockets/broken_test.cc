// Connections that end by force: who hears of it, in which order, and that nothing is left behind.
#include <gtest/gtest.h>

#include <thread>

#include "04_dispatcher/servers/echo_server.h"
#include "tests/04_dispatcher/support/support.h"
#include "tests/support/wait.h"

namespace l04 {
namespace {

class BrokenTest : public LoopTest {};

TEST_P(BrokenTest, AResetReachesAnOwnerThatHasPausedReading) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);  // leaves the bytes
  client->Send("unread", 6);
  ASSERT_TRUE(Pump([&] { return recorder.Count("read") == 1; }));
  client->Abort();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_NE(recorder.close_error, 0);
  EXPECT_EQ(recorder.heard, "read close ");
}

TEST_P(BrokenTest, AResetReachesAnOwnerThatIsBlockedInSending) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  FillUntilBlocked(*server);
  client->Abort();
  EXPECT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
}

TEST_P(BrokenTest, AnEndReachesAnOwnerThatHasNoReadSlot) {
  auto [client, server] = MakePair();
  int error = -1;
  const Connection on_close =
      server->SignalCloseEvent.connect([&](AsyncSocket*, int code) { error = code; });
  if (GetParam().name.starts_with("wsa")) {
    GTEST_SKIP() << "WSAEventSelect says nothing of the end while bytes are unread";
  }
  client->Send("nobody reads this", 17);
  client->Close();
  EXPECT_TRUE(Pump([&] { return error != -1; }));
}

TEST_P(BrokenTest, WhatCameBeforeAResetIsReadBeforeTheCloseSignal) {
  auto [client, server] = MakePair();
  std::string heard;
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    char byte = 0;
    while (socket->Recv(&byte, 1) == 1) heard += byte;
  });
  const Connection on_close = server->SignalCloseEvent.connect(
      [&](AsyncSocket*, int error) { heard += error != 0 ? " reset" : " end"; });
  client->Send("abc", 3);
  client->Abort();
  ASSERT_TRUE(Pump([&] { return heard.size() > 3; }));
  if (GetParam().name.starts_with("wsa") && heard == " reset") {
    GTEST_SKIP() << "this system throws away what has been received when a reset comes";
  }
  EXPECT_EQ(heard, "abc reset");
}

TEST_P(BrokenTest, EverythingThatHappenedBeforeTheFirstTurnIsToldInOrder) {
  const auto listener = MakeListener();
  const auto client = Make();
  std::string heard;
  const Connection on_connect =
      client->SignalConnectEvent.connect([&](AsyncSocket*) { heard += "connect "; });
  const Connection on_write =
      client->SignalWriteEvent.connect([&](AsyncSocket*) { heard += "write "; });
  const Connection on_read = client->SignalReadEvent.connect([&](AsyncSocket* socket) {
    char room[8];
    const int received = socket->Recv(room, sizeof room);
    if (received > 0) heard += "read ";
  });
  const Connection on_close = client->SignalCloseEvent.connect(
      [&](AsyncSocket*, int error) { heard += error == 0 ? "end" : "reset"; });
  ASSERT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  std::unique_ptr<AsyncSocket> server;
  while (!(server = listener->Accept(nullptr))) {
  }
  server->Send("data", 4);
  server->Close();  // with nothing unread: in order
  ASSERT_TRUE(Pump([&] { return heard.ends_with("end"); }));
  EXPECT_EQ(heard, "connect write read end");
}

TEST_P(BrokenTest, AConnectionThatStoodForAMomentIsToldAsOneThatWasReset) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  ASSERT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  std::unique_ptr<AsyncSocket> server;
  while (!(server = listener->Accept(nullptr))) {
  }
  server->Abort();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_TRUE(recorder.heard.starts_with("connect ")) << recorder.heard;
  EXPECT_TRUE(recorder.heard.ends_with("close ")) << recorder.heard;
  EXPECT_NE(recorder.close_error, 0);
}

TEST_P(BrokenTest, ThePeersAddressIsKnownInTheCloseHandlerAfterAReset) {
  auto [client, server] = MakePair();
  const l01::Endpoint peer = client->GetLocalAddress();
  l01::Endpoint seen;
  const Connection on_close = server->SignalCloseEvent.connect(
      [&](AsyncSocket* socket, int) { seen = socket->GetRemoteAddress(); });
  client->Abort();
  ASSERT_TRUE(Pump([&] { return seen.family() != AF_UNSPEC; }));
  EXPECT_EQ(seen, peer);
  server->Close();
  EXPECT_EQ(server->GetRemoteAddress().family(), AF_UNSPEC);
}

TEST_P(BrokenTest, TheSecondSlotSeesTheSameErrorAfterTheFirstHasClosed) {
  auto [client, server] = MakePair();
  int second = -1;
  const Connection closes =
      server->SignalCloseEvent.connect([](AsyncSocket* socket, int) { socket->Close(); });
  const Connection looks =
      server->SignalCloseEvent.connect([&](AsyncSocket*, int error) { second = error; });
  client->Abort();
  ASSERT_TRUE(Pump([&] { return second != -1; }));
  EXPECT_NE(second, 0);
}

TEST_P(BrokenTest, ARecvInTheCloseHandlerFindsWhatIsLeftAndStartsNothing) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  int received = 0;
  const Connection drains = server->SignalCloseEvent.connect([&](AsyncSocket* socket, int) {
    char room[64];
    while (const int got = socket->Recv(room, sizeof room)) {
      if (got < 0) break;
      received += got;
    }
  });
  client->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  const std::string heard = recorder.heard;
  PumpQuietly();
  const std::uint64_t before = loop_.counts().turns;
  PumpQuietly();
  EXPECT_LE(loop_.counts().turns - before, 3U);
  EXPECT_EQ(recorder.heard, heard);
}

TEST_P(BrokenTest, AnArgumentThatTheSystemCannotReadEndsNothing) {
  if (IsFake()) GTEST_SKIP() << "the network in memory reads every address";
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const void* const nowhere = reinterpret_cast<const void*>(1);
  EXPECT_EQ(client->Send(nowhere, 10), -1);
  EXPECT_FALSE(client->IsBlocking());
  EXPECT_EQ(client->Send("hello", 5), 5);
  EXPECT_EQ(Receive(*server, 5), "hello");
  EXPECT_EQ(recorder.Count("close"), 0);
}

INSTANTIATE_IN_ALL_WORLDS(BrokenTest);

TEST_P(BrokenTest, AbortThrowsAwayWhatIsUnsentAndThePeerSeesAReset) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  FillUntilBlocked(*client);
  client->Abort();
  EXPECT_EQ(client->GetState(), AsyncSocket::State::kClosed);
  EXPECT_EQ(client->GetNativeHandle(), kNoHandle);
  ASSERT_TRUE(Pump([&, &server = server] {
    char room[4096];
    server->Recv(room, sizeof room);
    return recorder.Count("close") == 1;
  }));
  if (GetParam().name.starts_with("epoll")) {
    EXPECT_EQ(server->ErrorText(recorder.close_error), "Connection reset by peer");
  } else {
    EXPECT_NE(recorder.close_error, 0);
  }
}

// Rude clients of the echo server itself: each sends until it is blocked, reads nothing, and goes.
class RudeClients : public testing::TestWithParam<World> {};

TEST_P(RudeClients, LeaveNothingBehindInTheEchoServer) {
  EchoServer server(l01::Endpoint::Loopback(0, GetParam().family), GetParam().make());
  std::thread serving([&server] { server.Run(); });
  {
    PhysicalSocketServer loop(GetParam().make());
    for (int round = 0; round < 6; ++round) {
      const auto client = loop.CreateAsyncSocket(GetParam().family, SOCK_STREAM);
      Recorder recorder(*client);
      client->Connect(server.local());
      while (recorder.Count("connect") == 0) loop.Wait(1, true);
      const std::string chunk(64 * 1024, 'x');
      // Blocked twenty times in a row: the server is blocked too, since nobody reads its echo.
      for (int refused = 0; refused < 20;) {
        if (client->Send(chunk.data(), chunk.size()) > 0) {
          refused = 0;
        } else {
          ++refused;
          loop.Wait(1, true);
        }
      }
      round % 2 == 0 ? client->Abort() : static_cast<void>(client->Close());
    }
    // One that is polite, after them: when it has its echo, the server has seen everything before.
    const auto last = loop.CreateAsyncSocket(GetParam().family, SOCK_STREAM);
    Recorder recorder(*last);
    last->Connect(server.local());
    while (recorder.Count("connect") == 0) loop.Wait(1, true);
    last->Send("hello", 5);
    char room[8];
    while (last->Recv(room, sizeof room) <= 0) loop.Wait(1, true);
  }
  EXPECT_TRUE(test_support::WaitUntil([&] {
    server.Stop();
    serving.join();
    const bool empty = server.clients() == 0;
    serving = std::thread([&server] { server.Run(); });
    return empty;
  }));
  server.Stop();
  serving.join();
}

INSTANTIATE_IN_REAL_WORLDS(RudeClients);

}  // namespace
}  // namespace l04
