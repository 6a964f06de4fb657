// Back-pressure: what passes the gate, what waits, and in which order it comes afterwards.
#include "05_websocket/client/read_gate.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/05_websocket/support/hand_clock.h"
#include "tests/05_websocket/support/socket_double.h"

namespace {

using l05::ReadGate;
using l05::Turn;
using ws_test::HandClock;
using ws_test::SocketDouble;

// Writes down what passes, one word each.
struct ReadGateTest : ::testing::Test, ReadGate::Reader, Turn::Owner {
  ReadGateTest() { gate->Watch(socket, *this); }

  bool OnReadable() override {
    seen += "read ";
    return waiting-- > 0;
  }
  void OnResume() override {
    seen += "resume ";
    if (pause_again) gate->Pause();
    if (destroy) gate.reset();
  }
  void OnEnd(int error) override { seen += "end" + std::to_string(error) + " "; }
  bool IgnoresInput() const override { return ignores; }
  bool OnTurnEnd() override {
    seen += "| ";
    return false;
  }

  HandClock clock;
  SocketDouble socket;
  Turn turn{clock, *this};
  int waiting = 0;  // reads that give something
  bool pause_again = false;
  bool destroy = false;
  bool ignores = false;
  std::string seen;
  std::unique_ptr<ReadGate> gate = std::make_unique<ReadGate>(clock, turn);
};

TEST_F(ReadGateTest, LetsEventsPassWhileItIsOpen) {
  socket.SignalReadEvent(&socket);
  socket.SignalCloseEvent(&socket, 7);
  EXPECT_EQ(seen, "read | end7 ");
}

TEST_F(ReadGateTest, KeepsAReadEventAndTellsTheSocketThatThisIsMeant) {
  gate->Pause();
  socket.SignalReadEvent(&socket);
  EXPECT_EQ(seen, "");
  EXPECT_EQ(socket.pauses, 1);
}

TEST_F(ReadGateTest, CatchesUpInOrderInOneTurnAndNotInsideResume) {
  gate->Pause();
  socket.SignalReadEvent(&socket);
  socket.SignalCloseEvent(&socket, 0);
  gate->Resume();
  EXPECT_EQ(seen, "");
  clock.Soon();
  EXPECT_EQ(seen, "resume read end0 | ");
}

TEST_F(ReadGateTest, StopsCatchingUpWhenAHandlerPausesAgain) {
  gate->Pause();
  socket.SignalCloseEvent(&socket, 0);
  pause_again = true;
  gate->Resume();
  clock.Soon();
  EXPECT_EQ(seen, "resume | ");
  pause_again = false;
  gate->Resume();
  clock.Soon();
  EXPECT_EQ(seen, "resume | resume end0 | ") << "and nothing is lost";
}

// A reset is told at once, and the socket still holds what came before it.
TEST_F(ReadGateTest, ReadsAllThatCameBeforeAnEndItMissed) {
  gate->Pause();
  socket.SignalReadEvent(&socket);
  socket.SignalCloseEvent(&socket, 104);
  waiting = 2;
  gate->Resume();
  clock.Soon();
  EXPECT_EQ(seen, "resume read read read end104 | ");
}

TEST_F(ReadGateTest, LetsNoEndOvertakeWhatResumeHasNotReadYet) {
  gate->Pause();
  socket.SignalReadEvent(&socket);
  gate->Resume();
  socket.SignalCloseEvent(&socket, 104);
  EXPECT_EQ(seen, "");
  clock.Soon();
  EXPECT_EQ(seen, "resume read end104 | ");
}

TEST_F(ReadGateTest, MayBeDestroyedWhileItCatchesUp) {
  gate->Pause();
  socket.SignalReadEvent(&socket);
  destroy = true;
  gate->Resume();
  clock.Soon();
  EXPECT_EQ(seen, "resume | ");
}

// Left in the system, they would be answered with a reset, which can destroy our Close frame.
TEST_F(ReadGateTest, LetsOctetsPassThatDoNotCount) {
  ignores = true;
  gate->Pause();
  socket.SignalReadEvent(&socket);
  EXPECT_EQ(seen, "read | ");
  EXPECT_EQ(socket.pauses, 0);
}

TEST_F(ReadGateTest, LetsTheEndPassWhenNothingElseCounts) {
  gate->Pause();
  ignores = true;
  socket.SignalCloseEvent(&socket, 0);
  EXPECT_EQ(seen, "end0 ");
}

TEST_F(ReadGateTest, ForgetsEverythingWhenItIsStopped) {
  gate->Pause();
  socket.SignalReadEvent(&socket);
  gate->Resume();
  gate->Stop();
  socket.SignalReadEvent(&socket);
  clock.Soon();
  EXPECT_EQ(seen, "");
  gate->Watch(socket, *this);
  EXPECT_FALSE(gate->paused());
}

}  // namespace
