// The peer's end of stream and the end of the connection are two events.
#include <gtest/gtest.h>

#include <array>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

class HalfCloseTest : public LoopTest {
 protected:
  // Larger than every buffer between the two sockets.
  static constexpr std::size_t kLarge = 12'000'000;
};

// An echo that reads while nothing is pending, as EchoServer does. It knows no half-close.
class Echo {
 public:
  explicit Echo(AsyncSocket& socket) : socket_(socket) {
    on_read_ = socket.SignalReadEvent.connect([this](AsyncSocket*) { Read(); });
    on_write_ = socket.SignalWriteEvent.connect([this](AsyncSocket*) { Write(); });
    on_close_ = socket.SignalCloseEvent.connect([this](AsyncSocket*, int error) {
      closed = true;
      socket_.Close();
      EXPECT_EQ(error, 0);
    });
  }
  bool closed = false;
  std::size_t echoed = 0;

 private:
  void Read() {
    if (!rest_.empty()) return socket_.PauseReading();
    std::string room(64 * 1024, '\0');
    const int received = socket_.Recv(room.data(), room.size());
    if (received <= 0) return;
    rest_.assign(room, 0, static_cast<std::size_t>(received));
    Write();
  }
  void Write() {
    while (!rest_.empty()) {
      const int sent = socket_.Send(rest_.data(), rest_.size());
      if (sent < 0) return;
      echoed += static_cast<std::size_t>(sent);
      rest_.erase(0, static_cast<std::size_t>(sent));
    }
    Read();
  }

  AsyncSocket& socket_;
  std::string rest_;
  Connection on_read_, on_write_, on_close_;
};

TEST_P(HalfCloseTest, AnEchoServerOfFourSignalsReturnsAllBytesToAClientThatReadsAtTheEnd) {
  auto [client, server] = MakePair();
  Echo echo(*server);
  const std::string text = Pattern(1'000'000);
  std::size_t sent = 0, refused = 0;
  // The client sends until nothing moves any more, half-closes, and only then begins to read.
  ASSERT_TRUE(Pump([&, &client = client] {
    const int taken = client->Send(text.data() + sent % text.size(),
                                   std::min(text.size() - sent % text.size(), kLarge - sent));
    refused = taken < 0 ? refused + 1 : 0;
    if (taken > 0) sent += static_cast<std::size_t>(taken);
    return sent == kLarge || refused == 20;
  }));
  ASSERT_EQ(client->ShutdownSend(), 0);
  PumpQuietly();
  EXPECT_FALSE(echo.closed) << "its last bytes are still on their way";
  const std::string back = Receive(*client, sent);
  ASSERT_EQ(back.size(), sent);
  for (std::size_t at = 0; at < sent; at += text.size()) {
    const std::size_t size = std::min(text.size(), sent - at);
    ASSERT_TRUE(back.compare(at, size, text, 0, size) == 0) << at;
  }
  EXPECT_TRUE(Pump([&] { return echo.closed; }));
}

TEST_P(HalfCloseTest, ABlockedSenderGetsItsWriteSignalAfterThePeerHasHalfClosed) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  const std::size_t sent = FillUntilBlocked(*server);
  ASSERT_EQ(client->ShutdownSend(), 0);
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "") << "the end waits for the sender";
  EXPECT_EQ(Receive(*client, sent).size(), sent);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.heard, "write close ");
  EXPECT_EQ(recorder.close_error, 0);
}

TEST_P(HalfCloseTest, ABlockedSenderThatHasReadEverythingDoesNotSpinWhileItWaits) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  client->Send("last", 4);
  ASSERT_EQ(client->ShutdownSend(), 0);
  FillUntilBlocked(*server);
  EXPECT_EQ(Receive(*server, 4), "last");  // arms READ: the end of the stream is readable for epoll
  PumpQuietly();
  const std::uint64_t before = loop_.counts().turns;
  PumpQuietly();
  EXPECT_LE(loop_.counts().turns - before, 3U);
  EXPECT_EQ(recorder.Count("close"), 0);
}

TEST_P(HalfCloseTest, WhoListensToTheEndOfTheStreamMayGoOnSending) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  int ends = 0;
  const Connection on_end = server->SignalEndOfStreamEvent.connect([&](AsyncSocket*) { ++ends; });
  client->Send("ask", 3);
  ASSERT_EQ(client->ShutdownSend(), 0);
  EXPECT_EQ(Receive(*server, 3), "ask");
  ASSERT_TRUE(Pump([&] { return ends == 1; }));
  PumpQuietly();
  EXPECT_EQ(recorder.Count("close"), 0);
  EXPECT_EQ(server->GetState(), AsyncSocket::State::kConnected);
  EXPECT_EQ(server->Send("answer", 6), 6);
  EXPECT_EQ(Receive(*client, 6), "answer");
  Recorder at_client(*client);
  EXPECT_EQ(server->ShutdownSend(), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1 && at_client.Count("close") == 1; }));
  EXPECT_EQ(recorder.close_error, 0);
  EXPECT_EQ(at_client.close_error, 0);
  EXPECT_EQ(ends, 1);
}

TEST_P(HalfCloseTest, TheEndOfTheStreamWaitsForTheLastByte) {
  auto [client, server] = MakePair();
  std::string heard;
  const Connection on_end =
      server->SignalEndOfStreamEvent.connect([&](AsyncSocket*) { heard += "end "; });
  const Connection on_read = server->SignalReadEvent.connect([&](AsyncSocket* socket) {
    char byte = 0;
    if (socket->Recv(&byte, 1) == 1) heard += byte;
  });
  client->Send("abc", 3);
  client->ShutdownSend();
  ASSERT_TRUE(Pump([&] { return heard.ends_with("end "); }));
  EXPECT_EQ(heard, "abcend ");
}

// The moment counts: bytes were reported and not yet received when the second direction ended. Wine
// reports nothing more from then on, neither bytes nor their end.
TEST_P(HalfCloseTest, WhatIsUnreadWhenBothDirectionsHaveEndedIsReadPieceByPiece) {
  const std::string text = Pattern(50'000);
  for (int round = 0; round < 20; ++round) {
    auto [client, server] = MakePair();
    std::string heard;
    int closes = 0;
    const Connection on_read = client->SignalReadEvent.connect([&](AsyncSocket* socket) {
      std::array<char, 10'000> room{};
      const int received = socket->Recv(room.data(), room.size());
      if (received > 0) heard.append(room.data(), static_cast<std::size_t>(received));
    });
    const Connection on_close =
        client->SignalCloseEvent.connect([&](AsyncSocket*, int) { ++closes; });
    ASSERT_EQ(server->Send(text.data(), text.size()), static_cast<int>(text.size()));
    ASSERT_EQ(client->ShutdownSend(), 0);
    server->Close();
    ASSERT_TRUE(Pump([&] { return closes == 1; })) << heard.size() << " bytes in round " << round;
    ASSERT_TRUE(heard == text) << heard.size() << " bytes in round " << round;
  }
}

TEST_P(HalfCloseTest, WhatIsUnreadWhenBothDirectionsHaveEndedWaitsForAReaderThatPauses) {
  auto [client, server] = MakePair();
  std::string heard;
  int closes = 0;
  bool paused = true;
  const auto read = [&](AsyncSocket* socket) {
    if (paused) return socket->PauseReading();
    std::array<char, 10'000> room{};
    const int received = socket->Recv(room.data(), room.size());
    if (received > 0) heard.append(room.data(), static_cast<std::size_t>(received));
  };
  const Connection on_read = client->SignalReadEvent.connect(read);
  const Connection on_close =
      client->SignalCloseEvent.connect([&](AsyncSocket*, int) { ++closes; });
  const std::string text = Pattern(50'000);
  ASSERT_EQ(server->Send(text.data(), text.size()), static_cast<int>(text.size()));
  ASSERT_EQ(client->ShutdownSend(), 0);
  server->Close();
  PumpQuietly();
  PumpQuietly();
  EXPECT_EQ(closes, 0) << "the end waits for the bytes in front of it";
  paused = false;
  read(client.get());  // goes on outside of any handler
  ASSERT_TRUE(Pump([&] { return closes == 1; })) << heard.size() << " bytes";
  EXPECT_TRUE(heard == text);
}

TEST_P(HalfCloseTest, TheHandlerOfTheEndMayShutDownAndTheConnectionIsOver) {
  auto [client, server] = MakePair();
  Recorder at_server(*server), at_client(*client);
  const Connection on_end =
      server->SignalEndOfStreamEvent.connect([](AsyncSocket* socket) { socket->ShutdownSend(); });
  client->ShutdownSend();
  ASSERT_TRUE(Pump([&] { return at_server.Count("close") + at_client.Count("close") == 2; }));
  EXPECT_EQ(at_server.close_error, 0);
  EXPECT_EQ(at_client.close_error, 0);
}

TEST_P(HalfCloseTest, AHalfOpenConnectionThatIsResetEndsWithTheError) {
  auto [client, server] = MakePair();
  Recorder recorder(*server);
  int ends = 0;
  const Connection on_end = server->SignalEndOfStreamEvent.connect([&](AsyncSocket*) { ++ends; });
  client->ShutdownSend();
  ASSERT_TRUE(Pump([&] { return ends == 1; }));
  client->Abort();
  // Whoever sends meets the reset, at the latest with the second Send.
  ASSERT_TRUE(Pump([&, &server = server] {
    server->Send("x", 1);
    return recorder.Count("close") == 1;
  }));
  EXPECT_NE(recorder.close_error, 0);
}

TEST_P(HalfCloseTest, AnAnswerArrivesAfterASendThatCameTooLate) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  ASSERT_EQ(client->ShutdownSend(), 0);
  EXPECT_EQ(client->Send("x", 1), -1);
  EXPECT_FALSE(client->IsBlocking());
  server->Send("answer", 6);
  EXPECT_EQ(Receive(*client, 6), "answer");
  EXPECT_EQ(recorder.Count("close"), 0);
}

TEST_P(HalfCloseTest, WaitingForTheOwnerAfterTheEndDoesNotSpin) {
  auto [client, server] = MakePair();
  Recorder reader(*server);  // it hears of the bytes and leaves them
  client->Send("unread", 6);
  client->ShutdownSend();
  server->ShutdownSend();
  ASSERT_TRUE(Pump([&] { return reader.Count("read") == 1; }));
  PumpQuietly();
  const std::uint64_t before = loop_.counts().turns;
  PumpQuietly();
  EXPECT_LE(loop_.counts().turns - before, 3U);
  EXPECT_EQ(reader.Count("close"), 0);
  EXPECT_EQ(Receive(*server, 6), "unread");
  EXPECT_TRUE(Pump([&] { return reader.Count("close") == 1; }));
}

INSTANTIATE_IN_ALL_WORLDS(HalfCloseTest);

}  // namespace
}  // namespace l04
