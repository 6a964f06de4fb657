// Turns and lives: when the end of a turn comes, and who notices the end of an object.
#include "05_websocket/client/turn.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "tests/05_websocket/support/hand_clock.h"

namespace {

using l05::Life;
using l05::Turn;
using ws_test::HandClock;

// Counts the ends, and says how many more turns it wants.
struct TurnTest : ::testing::Test, Turn::Owner {
  bool OnTurnEnd() override {
    ++ends;
    return wanted-- > 0;
  }

  HandClock clock;
  int ends = 0;
  int wanted = 0;
  std::unique_ptr<Turn> turn = std::make_unique<Turn>(clock, *this);
};

TEST_F(TurnTest, EndsOnceHoweverDeepItsHandlersAreNested) {
  turn->Run([this] {
    turn->Run([this] { turn->Now(); });
    EXPECT_EQ(ends, 0);
  });
  EXPECT_EQ(ends, 1);
}

TEST_F(TurnTest, OutsideOfHandlersComesSoonAndOnlyOnce) {
  turn->Soon();
  turn->Soon();
  EXPECT_EQ(ends, 0) << "never inside the call of the user";
  clock.Soon();
  EXPECT_EQ(ends, 1);
  EXPECT_FALSE(clock.Waits());
}

TEST_F(TurnTest, InsideAHandlerNeedsNoTimer) {
  turn->Run([this] {
    turn->Soon();
    EXPECT_FALSE(clock.Waits());
  });
  EXPECT_EQ(ends, 1);
}

TEST_F(TurnTest, GivesTheLoopBackBeforeTheNextOneThatItsOwnerWants) {
  wanted = 1;
  turn->Now();
  EXPECT_EQ(ends, 1);
  clock.Soon();
  EXPECT_EQ(ends, 2);
  EXPECT_FALSE(clock.Waits());
}

TEST_F(TurnTest, ThatThrowsIsMadeGoodByAnotherOne) {
  EXPECT_THROW(turn->Run([] { throw std::runtime_error("a handler's"); }), std::runtime_error);
  EXPECT_EQ(ends, 0);
  clock.Soon();
  EXPECT_EQ(ends, 1) << "else what the handler queued would wait for ever";
}

TEST_F(TurnTest, WhoseObjectIsDestroyedHasNoEnd) {
  turn->Run([this] { turn->Run([this] { turn.reset(); }); });
  EXPECT_EQ(ends, 0);
}

TEST_F(TurnTest, IsCancelledWithTheConnection) {
  turn->Soon();
  turn->Cancel();
  clock.Soon();
  EXPECT_EQ(ends, 0);
  turn->Soon();
  clock.Soon();
  EXPECT_EQ(ends, 1) << "and the next connection has turns again";
}

TEST(LifeTest, TellsItsEndToEveryWatch) {
  auto life = std::make_unique<Life>();
  const Life::Watch outer(*life);
  { const Life::Watch gone_before(*life); }
  const Life::Watch inner(*life);
  EXPECT_TRUE(outer.alive() && inner.alive());
  life.reset();
  EXPECT_FALSE(outer.alive());
  EXPECT_FALSE(inner.alive());
}

}  // namespace
