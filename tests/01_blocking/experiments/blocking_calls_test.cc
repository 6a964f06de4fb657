#include "01_blocking/experiments/blocking_calls.h"

#include <gtest/gtest.h>

namespace l01 {
namespace {

constexpr std::chrono::milliseconds kPatience{100};

TEST(BlockingCalls, AcceptWaitsForAClient) {
  EXPECT_TRUE(ObserveAccept(kPatience).as_expected());
}

TEST(BlockingCalls, RecvWaitsForBytes) {
  EXPECT_TRUE(ObserveRecv(kPatience).as_expected());
}

TEST(BlockingCalls, SendWaitsForAPeerThatReads) {
  EXPECT_TRUE(ObserveSend(kPatience).as_expected());
}

TEST(BlockingCalls, ConnectWaitsForRoomInTheQueue) {
  EXPECT_TRUE(ObserveConnect(kPatience).as_expected());
}

TEST(Observe, TellsACallThatReturnsAtOnceFromOneThatWaits) {
  const WaitObservation seen = Observe([] {}, [] {}, kPatience);
  EXPECT_FALSE(seen.waited);
  EXPECT_TRUE(seen.released);
}

}  // namespace
}  // namespace l01
