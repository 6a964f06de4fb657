#include "01_blocking/experiments/nagle.h"

#include <gtest/gtest.h>

namespace l01 {
namespace {

TEST(Nagle, HoldsTheSecondSmallPieceUntilTheFirstIsAcknowledged) {
  const SmallSends seen = ObserveTwoSmallSends(/*no_delay=*/false);
  EXPECT_EQ(seen.arrived, 1);
  EXPECT_EQ(seen.held, 1);
}

TEST(Nagle, IsSwitchedOffByTcpNodelay) {
  const SmallSends seen = ObserveTwoSmallSends(/*no_delay=*/true);
  EXPECT_EQ(seen.arrived, 2);
  EXPECT_EQ(seen.held, 0);
}

}  // namespace
}  // namespace l01
