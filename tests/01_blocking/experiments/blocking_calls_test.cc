#include "01_blocking/experiments/blocking_calls.h"

#include <gtest/gtest.h>

#include "tests/support/patience.h"

namespace l01 {
namespace {

constexpr std::chrono::milliseconds kAWhile{100};  // a call that has not returned waits

TEST(BlockingCalls, AcceptWaitsForAClient) {
  EXPECT_TRUE(ObserveAccept(kAWhile).as_expected());
}

TEST(BlockingCalls, RecvWaitsForBytes) {
  EXPECT_TRUE(ObserveRecv(kAWhile).as_expected());
}

TEST(BlockingCalls, SendWaitsForAPeerThatReads) {
  EXPECT_TRUE(ObserveSend(kAWhile).as_expected());
}

TEST(BlockingCalls, ConnectWaitsForRoomInTheQueue) {
  EXPECT_TRUE(ObserveConnect(kAWhile).as_expected());
}

TEST(Observe, TellsACallThatReturnsAtOnceFromOneThatWaits) {
  const WaitObservation seen = Observe([] {}, [] {}, test_support::kPatience);
  EXPECT_FALSE(seen.waited);
  EXPECT_TRUE(seen.released);
}

}  // namespace
}  // namespace l01
