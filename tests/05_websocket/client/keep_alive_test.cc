// Silence, by the hand of a clock.
#include "05_websocket/client/keep_alive.h"

#include <gtest/gtest.h>

#include "tests/05_websocket/support/hand_clock.h"

namespace {

using l05::KeepAlive;
using std::chrono::milliseconds;
using ws_test::HandClock;

constexpr milliseconds kInterval{1000};

struct KeepAliveTest : ::testing::Test, KeepAlive::Events, l05::Turn::Owner {
  bool OnSilence() override {
    ++pings;
    return can_ping;
  }
  void OnNobodyThere() override { ++ends; }
  l05::Delivery GetDelivery() const override { return delivery; }
  bool OnTurnEnd() override { return false; }

  HandClock clock;
  l05::Turn turn{clock, *this};
  l05::ReadGate gate{clock, turn};
  KeepAlive keep_alive{clock, gate, *this};
  l05::Delivery delivery;
  bool can_ping = true;
  int pings = 0;
  int ends = 0;
};

TEST_F(KeepAliveTest, PingsAfterAWholeIntervalOfSilence) {
  keep_alive.Start(kInterval);
  clock.Pass(kInterval);
  EXPECT_EQ(pings, 0) << "the 101 came in the first one";
  clock.Pass(kInterval);
  EXPECT_EQ(pings, 1);
}

TEST_F(KeepAliveTest, NeverPingsWhileSomethingArrives) {
  keep_alive.Start(kInterval);
  for (int i = 0; i < 10; ++i) {
    keep_alive.OnOctets();
    clock.Pass(kInterval);
  }
  EXPECT_EQ(pings, 0);
}

TEST_F(KeepAliveTest, EndsTheConnectionWhenAPingIsNotAnswered) {
  keep_alive.Start(kInterval);
  for (int i = 0; i < 3; ++i) clock.Pass(kInterval);
  EXPECT_EQ(pings, 1);
  EXPECT_EQ(ends, 1);
  EXPECT_FALSE(clock.Waits());
}

TEST_F(KeepAliveTest, TakesAnyOctetForAnAnswer) {
  keep_alive.Start(kInterval);
  clock.Pass(kInterval);
  clock.Pass(kInterval);
  keep_alive.OnOctets();
  clock.Pass(kInterval);
  EXPECT_EQ(ends, 0);
  clock.Pass(kInterval);
  EXPECT_EQ(pings, 2) << "and then it listens for silence again";
}

TEST_F(KeepAliveTest, BlamesNobodyWhileTheApplicationDoesNotRead) {
  keep_alive.Start(kInterval);
  gate.Pause();
  for (int i = 0; i < 5; ++i) clock.Pass(kInterval);
  EXPECT_EQ(pings, 0);
  EXPECT_TRUE(clock.Waits());
}

// The ping stands behind what was sent before it.
TEST_F(KeepAliveTest, DoesNotEndAnUploadThatArrives) {
  keep_alive.Start(kInterval);
  delivery.unacknowledged = 1000;
  for (int i = 0; i < 20; ++i) {
    ++delivery.acknowledged;
    clock.Pass(kInterval);
  }
  EXPECT_EQ(pings, 1);
  EXPECT_EQ(ends, 0);
  clock.Pass(kInterval);
  EXPECT_EQ(ends, 1) << "nothing arrives any more";
}

// The system of a server acknowledges octets also while its program hangs.
TEST_F(KeepAliveTest, DoesNotTakeTheArrivalOfThePingForAnAnswer) {
  keep_alive.Start(kInterval);
  clock.Pass(kInterval);
  clock.Pass(kInterval);
  EXPECT_EQ(pings, 1);
  ++delivery.acknowledged;
  clock.Pass(kInterval);
  EXPECT_EQ(ends, 1);
}

TEST_F(KeepAliveTest, DoesNotWaitForTheAnswerToAPingThatCouldNotBeSent) {
  can_ping = false;
  keep_alive.Start(kInterval);
  for (int i = 0; i < 4; ++i) clock.Pass(kInterval);
  EXPECT_EQ(pings, 3);
  EXPECT_EQ(ends, 0);
}

TEST_F(KeepAliveTest, NeverLooksIfTheIntervalIsZero) {
  keep_alive.Start(milliseconds(0));
  EXPECT_FALSE(clock.Waits());
}

}  // namespace
