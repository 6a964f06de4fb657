// The outgoing way without a server: message, frame, queue, socket.
#include "05_websocket/client/sending.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/05_websocket/support/hand_clock.h"
#include "tests/05_websocket/support/socket_double.h"

namespace {

using l05::Opcode;
using l05::Sending;
using l05::SendStatus;
using ws_test::HandClock;
using ws_test::SocketDouble;

struct SendingTest : ::testing::Test, Sending::Events, l05::Turn::Owner {
  SendingTest() {
    options.log = [this](const std::string& line) { log.push_back(line); };
    options.high_water = 1000;
  }

  void OnClosingOctetsSent() override { ++closing_octets; }
  void OnSendBroken() override { ++breaks; }
  bool OnTurnEnd() override {
    sending.Flush();
    return false;
  }

  HandClock clock;
  SocketDouble socket;
  l05::ClientOptions options;
  l05::Turn turn{clock, *this};
  Sending sending{options, turn, *this};
  std::vector<std::string> log;
  int closing_octets = 0;
  int breaks = 0;
};

TEST_F(SendingTest, TakesNothingBeforeItIsStartedAndAfterItIsStopped) {
  EXPECT_EQ(sending.Text("early"), SendStatus::kNotOpen);
  sending.Start(socket, std::nullopt);
  EXPECT_EQ(sending.Text("in time"), SendStatus::kQueued);
  sending.Stop();
  EXPECT_EQ(sending.Text("late"), SendStatus::kNotOpen);
  clock.Soon();
  EXPECT_EQ(socket.sent, "");
}

TEST_F(SendingTest, GathersAllMessagesOfATurnInOneCall) {
  sending.Start(socket, std::nullopt);
  turn.Run([this] {
    sending.Text("one");
    sending.Text("two");
    EXPECT_EQ(socket.sends, 0);
  });
  EXPECT_EQ(socket.sends, 1);
  EXPECT_EQ(socket.sent.size(), 2U * (2 + 4 + 3));
}

TEST_F(SendingTest, SendsALargeMessageInBlocksOf64KiBOnTheWay) {
  constexpr std::size_t kBlock = 64 * 1024;
  sending.Start(socket, std::nullopt);
  turn.Run([this] {
    sending.Message(Opcode::kBinary, std::string(10 * kBlock, 'x'));
    EXPECT_GE(socket.sends, 10) << "the turn has not ended";
    EXPECT_LE(socket.sends, 11) << "the header goes along, or leaves 14 octets over";
  });
  EXPECT_EQ(socket.sent.size(), 10 * kBlock + 2 + 8 + 4);
}

TEST_F(SendingTest, RefusesTextThatTheServerWouldHaveToRefuse) {
  sending.Start(socket, std::nullopt);
  EXPECT_EQ(sending.Text("\xFF"), SendStatus::kNotUtf8);
  EXPECT_EQ(sending.queued(), 0U);
}

TEST_F(SendingTest, OwesWritableFromTheMarkOnUntilHalfOfItIsLeft) {
  socket.room = 0;
  sending.Start(socket, std::nullopt);
  const std::string payload(494, 'x');  // 502 octets with its header
  EXPECT_EQ(sending.Message(Opcode::kBinary, payload), SendStatus::kQueued);
  EXPECT_EQ(sending.Message(Opcode::kBinary, payload), SendStatus::kFull);
  EXPECT_EQ(sending.Message(Opcode::kBinary, payload), SendStatus::kRefused);
  socket.room = 503;
  turn.Now();
  EXPECT_EQ(sending.queued(), 501U);
  EXPECT_FALSE(sending.OwesWritable());
  socket.room = 1;
  turn.Now();
  EXPECT_TRUE(sending.OwesWritable());
  sending.ForgetDebt();
  EXPECT_FALSE(sending.OwesWritable());
}

TEST_F(SendingTest, RefusesMessagesBehindTheCloseFrameAndReportsItsOctets) {
  sending.Start(socket, std::nullopt);
  turn.Run([this] {
    sending.Text("last words");
    sending.CloseFrame(1000, "");
    EXPECT_EQ(sending.Text("one more"), SendStatus::kNotOpen);
  });
  EXPECT_EQ(closing_octets, 1);
  EXPECT_EQ(log.back(), "-> close 1000 (normal closure)");
}

TEST_F(SendingTest, ReportsNoOctetsWhileTheConnectionIsOpen) {
  sending.Start(socket, std::nullopt);
  turn.Run([this] { sending.Text("hello"); });
  EXPECT_EQ(closing_octets, 0);
}

TEST_F(SendingTest, ForgetsWhatWaitsWhenASendFails) {
  socket.broken = true;
  sending.Start(socket, std::nullopt);
  turn.Run([this] { sending.Text("lost"); });
  EXPECT_EQ(breaks, 1);
  EXPECT_EQ(sending.queued(), 0U);
  EXPECT_EQ(sending.Text("more"), SendStatus::kNotOpen);
  turn.Now();
  EXPECT_EQ(socket.sends, 1) << "nothing may follow half a frame";
}

TEST_F(SendingTest, GoesOnWhenTheSocketHasRoomAgain) {
  socket.room = 4;
  sending.Start(socket, std::nullopt);
  turn.Run([this] { sending.Text("hello"); });
  socket.room = SIZE_MAX;
  socket.SignalWriteEvent(&socket);
  EXPECT_EQ(socket.sent.size(), 2U + 4 + 5);
}

TEST_F(SendingTest, LetsAPongOvertakeAMessageThatWaits) {
  socket.room = 3;
  sending.Start(socket, std::nullopt);
  turn.Run([this] {
    sending.Text("first");
    sending.Text("second");
  });
  sending.Control(Opcode::kPong, "now");
  socket.room = SIZE_MAX;
  turn.Now();
  EXPECT_EQ(socket.sent[11], '\x8A') << "behind the frame that has begun";
  EXPECT_EQ(socket.sent[11 + 9], '\x81');
}

TEST_F(SendingTest, StartsAnewAfterReset) {
  sending.Start(socket, l05::DeflateParameters{});
  EXPECT_TRUE(sending.compressed());
  sending.Text("left over");
  sending.Reset();
  EXPECT_FALSE(sending.compressed());
  EXPECT_EQ(sending.queued(), 0U);
}

}  // namespace
