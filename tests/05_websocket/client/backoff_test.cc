// Rule R40: protoo's back-off, and after which ends it applies.
#include "05_websocket/client/backoff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace {

using l05::Backoff;
using l05::CloseInfo;
using ::testing::ElementsAre;

std::vector<int> Waits(Backoff& backoff) {
  std::vector<int> seconds;
  while (const auto wait = backoff.Next())
    seconds.push_back(static_cast<int>(wait->count() / 1000));
  return seconds;
}

TEST(Backoff, DoublesFromOneSecondToEightAndGivesUpAfterTenTries) {
  Backoff backoff;
  EXPECT_THAT(Waits(backoff), ElementsAre(1, 2, 4, 8, 8, 8, 8, 8, 8, 8));
  EXPECT_EQ(backoff.tries(), 10);
  EXPECT_FALSE(backoff.Next()) << "and stays there";
}

TEST(Backoff, StartsAnewAfterAConnectionThatWasOpen) {
  Backoff backoff;
  Waits(backoff);
  backoff.Reset();
  EXPECT_EQ(backoff.tries(), 0);
  EXPECT_EQ(Waits(backoff).size(), 10U);
}

// A server that accepts everybody and drops everybody must not be asked every second for ever.
TEST(Backoff, StartsAnewOnlyAfterAConnectionThatHeld) {
  Backoff backoff;
  const Backoff::Time now{};
  backoff.Next();
  backoff.OnOpen(now);
  backoff.OnClose(now + Backoff::kHeld - std::chrono::milliseconds(1));
  EXPECT_EQ(backoff.tries(), 1);
  backoff.OnClose(now + std::chrono::hours(1));
  EXPECT_EQ(backoff.tries(), 1) << "an attempt that never was open is no connection that held";
  backoff.OnOpen(now);
  backoff.OnClose(now + Backoff::kHeld);
  EXPECT_EQ(backoff.tries(), 0);
}

CloseInfo Info(int code, bool clean) {
  CloseInfo info;
  info.code = static_cast<std::uint16_t>(code);
  info.clean = clean;
  return info;
}

// Fact P11: 4000 is never reconnected.
TEST(Backoff, IsForEndsThatNobodyMeant) {
  for (const int code : {1000, 1005, 3000, 4000, 4999}) {
    EXPECT_FALSE(l05::IsWorthARetry(Info(code, true))) << code;
  }
  for (const int code : {1001, 1002, 1006, 1011, 1012, 1013}) {
    EXPECT_TRUE(l05::IsWorthARetry(Info(code, true))) << code;
  }
  EXPECT_TRUE(l05::IsWorthARetry(Info(1000, false)));
}

}  // namespace
