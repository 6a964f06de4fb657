// The close handshake without a server: who said what, and what TCP's end means then.
#include "05_websocket/client/closing.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/05_websocket/support/hand_clock.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/05_websocket/support/socket_double.h"

namespace {

using l05::Closing;
using l05::Opcode;
using l05::Sending;
using std::chrono::milliseconds;
using ws_test::CloseText;
using ws_test::HandClock;
using ws_test::SocketDouble;

constexpr milliseconds kLimit{5000};

struct ClosingTest : ::testing::Test, Closing::Events, Sending::Events, l05::Turn::Owner {
  ClosingTest() {
    sending.Start(socket, std::nullopt);
    closing.Reset("ws://there/", kLimit);
  }

  void OnClosing() override { seen += "closing "; }
  void OnInputOver() override { seen += "deaf "; }
  void OnClosed() override {
    seen += "closed ";
    closing.Stop();
  }
  void OnClosingOctetsSent() override { closing.OnSent(sending.queued() == 0); }
  void OnSendBroken() override { closing.OnSendBroken(); }
  l05::Progress MadeProgress() const override { return progress; }
  bool OnTurnEnd() override {
    sending.Flush();
    return false;
  }

  // How many Close frames of ours are in what was sent: FIN and opcode 8.
  int CloseFramesSent() const {
    int count = 0;
    for (std::size_t at = 0; at < socket.sent.size();) {
      count += socket.sent[at] == '\x88' ? 1 : 0;
      at += 6U + (static_cast<unsigned char>(socket.sent[at + 1]) & 0x7FU);
    }
    return count;
  }

  HandClock clock;
  SocketDouble socket;
  l05::ClientOptions options;
  l05::Turn turn{clock, *this};
  Sending sending{options, turn, *this};
  Closing closing{clock, sending, *this};
  l05::Progress progress;  // what has moved
  std::string seen;
};

TEST_F(ClosingTest, ByUsIsCleanOnceTheServerHasAnsweredAndTcpHasEnded) {
  turn.Run([this] { closing.ByUs(1000, "bye"); });
  EXPECT_EQ(CloseFramesSent(), 1);
  turn.Run([this] { closing.ByServer(CloseText(3000, "see you")); });
  EXPECT_EQ(seen, "closing deaf ");
  EXPECT_FALSE(socket.shut_down) << "the server ends TCP first";
  closing.OnTcpEnd("closed by the server", false);
  EXPECT_EQ(seen, "closing deaf closed ");
  EXPECT_EQ(CloseFramesSent(), 1) << "one Close frame is enough";
  EXPECT_TRUE(closing.outcome().clean);
  EXPECT_EQ(closing.outcome().code, 3000);
  EXPECT_EQ(closing.outcome().reason, "see you");
}

TEST_F(ClosingTest, ByTheServerIsAnsweredOnceWithItsCode) {
  turn.Run([this] { closing.ByServer(CloseText(4000)); });
  EXPECT_EQ(CloseFramesSent(), 1);
  EXPECT_FALSE(socket.shut_down) << "the server ends TCP first";
  closing.OnTcpEnd("error 104", false);
  EXPECT_TRUE(closing.outcome().clean) << "a reset behind both Close frames loses nothing";
  EXPECT_EQ(closing.outcome().code, 4000);
}

TEST_F(ClosingTest, IsNotCleanIfOurAnswerDidNotLeave) {
  socket.room = 0;
  turn.Run([this] { closing.ByServer(CloseText(1000)); });
  closing.OnTcpEnd("closed by the server", false);
  EXPECT_FALSE(closing.outcome().clean);
}

TEST_F(ClosingTest, WithoutACloseFrameIs1006AndSaysWhere) {
  closing.OnTcpEnd("closed by the server", true);
  EXPECT_EQ(closing.outcome().code, 1006);
  EXPECT_EQ(closing.outcome().what,
            "connection to ws://there/: closed by the server in the middle of a message");
}

TEST_F(ClosingTest, OfAnIllegalCloseFrameIsAViolation) {
  turn.Run([this] { closing.ByServer(CloseText(1005)); });
  closing.OnTcpEnd("closed by the server", false);
  EXPECT_EQ(closing.outcome().code, 1002);
  EXPECT_FALSE(closing.outcome().clean);
}

TEST_F(ClosingTest, AfterAViolationEndsOurDirectionWhenTheCloseFrameHasLeft) {
  socket.room = 0;
  turn.Run([this] { closing.ByViolation({1002, "a rule"}); });
  EXPECT_FALSE(socket.shut_down) << "our Close frame waits";
  socket.room = SIZE_MAX;
  turn.Now();
  EXPECT_TRUE(socket.shut_down);
  EXPECT_EQ(seen, "deaf closing ");
}

// Then nothing is left to send, and nobody but us can end our direction.
TEST_F(ClosingTest, AViolationAfterOurCloseFrameHasLeftEndsOurDirectionAtOnce) {
  turn.Run([this] { closing.ByUs(1000, ""); });
  EXPECT_FALSE(socket.shut_down) << "the server answers, and closes first";
  turn.Run([this] { closing.ByViolation({1002, "a rule"}); });
  EXPECT_TRUE(socket.shut_down);
  EXPECT_EQ(CloseFramesSent(), 1);
}

TEST_F(ClosingTest, WithoutAnAnswerEndsAtTheDeadline) {
  turn.Run([this] { closing.ByUs(1000, ""); });
  clock.Pass(kLimit - milliseconds(1));
  EXPECT_EQ(seen, "closing ");
  clock.Pass(milliseconds(1));
  EXPECT_EQ(seen, "closing closed ");
  EXPECT_EQ(closing.outcome().what, "no Close frame from ws://there/ within 5000 ms");
}

TEST_F(ClosingTest, StartsTheDeadlineAnewWhenOctetsLeave) {
  socket.room = 3;
  turn.Run([this] { closing.ByUs(1000, ""); });
  clock.Pass(kLimit - milliseconds(1));
  socket.room = 3;
  turn.Now();
  clock.Pass(kLimit - milliseconds(1));
  EXPECT_EQ(seen, "closing ");
  clock.Pass(milliseconds(1));
  EXPECT_EQ(seen, "closing closed ");
}

// A reply that is still arriving, or octets that the server's system has acknowledged.
TEST_F(ClosingTest, WaitsOnWhileSomethingMoves) {
  progress.delivery.unacknowledged = 1000;
  turn.Run([this] { closing.ByUs(1000, ""); });
  for (int i = 0; i < 10; ++i) {
    ++(i % 2 == 0 ? progress.received : progress.delivery.acknowledged);
    clock.Pass(kLimit);
  }
  EXPECT_EQ(seen, "closing ");
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "closing closed ");
}

TEST_F(ClosingTest, DoesNotWaitForEverForAServerThatTalksOn) {
  EXPECT_EQ(Closing::kMostTalk, 60);
  turn.Run([this] { closing.ByUs(1000, ""); });
  for (int i = 0; i < Closing::kMostTalk; ++i) {
    EXPECT_EQ(seen, "closing ");
    ++progress.received;
    clock.Pass(kLimit);
  }
  EXPECT_EQ(seen, "closing closed ");
}

// Its pings are answered behind our Close frame, and each answer that left looked like progress.
TEST_F(ClosingTest, DoesNotWaitForEverForAServerThatPingsOn) {
  turn.Run([this] { closing.ByUs(1000, ""); });
  // Always a little before the limit, so it passes only every second time.
  for (int i = 0; i < 2 * Closing::kMostTalk && seen == "closing "; ++i) {
    clock.Pass(kLimit - milliseconds(1));
    ++progress.received;
    turn.Run([this] { sending.Control(Opcode::kPong, "still here"); });
  }
  EXPECT_EQ(seen, "closing closed ");
}

// The same on a long way: at each look an answer is under way, and the one before it has arrived.
TEST_F(ClosingTest, TakesNoAnswerToAPingForTheArrivalOfTheCloseFrame) {
  progress.delivery = {1000, 8};
  turn.Run([this] { closing.ByUs(1000, ""); });
  progress.delivery = {1008, 6};
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "closing ") << "the Close frame has arrived";
  for (int i = 0; i < Closing::kMostTalk; ++i) {
    EXPECT_EQ(seen, "closing ");
    ++progress.received;
    progress.delivery.acknowledged += 6;
    clock.Pass(kLimit);
  }
  EXPECT_EQ(seen, "closing closed ");
}

TEST_F(ClosingTest, DoesNotTakeOurOwnPauseForTheServersSilence) {
  progress.paused = true;
  turn.Run([this] { closing.ByUs(1000, ""); });
  clock.Pass(kLimit);
  progress.paused = false;
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "closing ") << "a whole limit after the pause";
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "closing closed ");
}

TEST_F(ClosingTest, DoesNotWaitForAServerThatTalksOnBehindItsCloseFrame) {
  turn.Run([this] { closing.ByServer(CloseText(1000)); });
  ++progress.received;
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "deaf closing closed ");
}

TEST_F(ClosingTest, DoesNotWaitForAServerThatTalksOnBehindABrokenRule) {
  turn.Run([this] { closing.ByViolation({1002, "a rule"}); });
  ++progress.received;
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "deaf closing closed ");
}

// The server said goodbye and reset TCP: our answer has no way any more, and nobody waits for it.
TEST_F(ClosingTest, IsCleanIfAResetMetOurAnswer) {
  socket.broken = true;
  turn.Run([this] { closing.ByServer(CloseText(1000)); });
  closing.OnTcpEnd("error 104", false);
  EXPECT_TRUE(closing.outcome().clean);
  EXPECT_EQ(closing.outcome().unsent, 0U);
}

TEST_F(ClosingTest, CountsTheMessagesThatDidNotLeave) {
  socket.room = 3;
  turn.Run([this] {
    for (int i = 0; i < 4; ++i) sending.Message(Opcode::kText, "text");
  });
  socket.room = 10;  // the rest of the first one, and a piece of the second
  turn.Now();
  closing.OnTcpEnd("closed by the server", false);
  EXPECT_EQ(closing.outcome().unsent, 3U);
}

TEST_F(ClosingTest, CountsTheMessagesThatABrokenSendLeftBehind) {
  socket.room = 0;
  turn.Run([this] {
    for (int i = 0; i < 4; ++i) sending.Message(Opcode::kText, "text");
  });
  socket.broken = true;
  turn.Now();
  EXPECT_FALSE(l05::WasTaken(sending.Message(Opcode::kText, "its owner keeps it")));
  closing.OnTcpEnd("error 104", false);
  EXPECT_EQ(closing.outcome().unsent, 4U);
}

TEST_F(ClosingTest, EndsAtTheDeadlineWhenASendFailsAndNoCloseEventComes) {
  socket.broken = true;
  turn.Run([this] { sending.Message(Opcode::kText, "lost"); });
  EXPECT_EQ(seen, "");
  clock.Pass(kLimit);
  EXPECT_EQ(seen, "closed ");
  EXPECT_EQ(closing.outcome().what,
            "sending to ws://there/ failed, and the connection did not end");
}

TEST_F(ClosingTest, NeverEndsInsideTheCallThatGivesUp) {
  closing.DropSoon("given up");
  EXPECT_EQ(seen, "");
  clock.Soon();
  EXPECT_EQ(seen, "closed ");
  EXPECT_EQ(closing.outcome().code, 1006);
}

}  // namespace
