// Where a control frame may go in.
#include "05_websocket/messages/cuts.h"

#include <gtest/gtest.h>

namespace {

using l05::Cuts;

TEST(Cuts, StandsAtOneBeforeAnythingWasSent) {
  EXPECT_TRUE(Cuts().IsAt(0));
}

TEST(Cuts, AreReachedOnlyExactly) {
  Cuts cuts;
  cuts.Add(10);
  cuts.Add(20);
  cuts.Pass(15);
  EXPECT_FALSE(cuts.IsAt(15)) << "the second frame has begun";
  EXPECT_EQ(cuts.UpToNext(15, 100), 5U);
  cuts.Pass(20);
  EXPECT_TRUE(cuts.IsAt(20));
}

TEST(Cuts, LimitNothingIfNoneIsAhead) {
  Cuts cuts;
  cuts.Add(10);
  cuts.Pass(10);
  EXPECT_EQ(cuts.UpToNext(10, 100), 100U);
}

TEST(Cuts, BeforeAFrameThatMustNotBeOvertakenAreForgotten) {
  Cuts cuts;
  cuts.Add(10);
  cuts.Pass(10);
  cuts.Add(20);
  cuts.AddOnly(30);
  EXPECT_FALSE(cuts.IsAt(10)) << "not even the one where the stream stands";
  cuts.Pass(20);
  EXPECT_FALSE(cuts.IsAt(20));
  EXPECT_EQ(cuts.UpToNext(20, 100), 10U);
  cuts.Pass(30);
  EXPECT_TRUE(cuts.IsAt(30));
}

TEST(Cuts, AreFoundAmongThousandsThatWerePassed) {
  Cuts cuts;
  for (std::uint64_t at = 1; at <= 5000; ++at) cuts.Add(at * 10);
  for (std::uint64_t sent = 1; sent < 50'000; sent += 7) {
    cuts.Pass(sent);
    ASSERT_EQ(cuts.IsAt(sent), sent % 10 == 0) << sent;
    ASSERT_EQ(cuts.UpToNext(sent, 100), 10 - sent % 10) << sent;
  }
}

}  // namespace
