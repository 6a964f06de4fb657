#include "01_blocking/experiments/nagle.h"

#include <gtest/gtest.h>

#include "tests/support/wait.h"

namespace l01 {
namespace {

TEST(Nagle, HoldsTheSecondSmallPieceUntilTheFirstIsAcknowledged) {
  // The acknowledgement comes after 40 ms. If the machine does something else for so long before we
  // look, we see nothing of this; so look again. Without Nagle the second piece is never held.
  SmallSends seen{};
  test_support::WaitUntil([&] {
    seen = ObserveTwoSmallSends(/*no_delay=*/false);
    return seen.held == 1;
  });
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
