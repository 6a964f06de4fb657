#include "01_blocking/sockets/readiness.h"

#include <gtest/gtest.h>

#include <array>

#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/select_set.h"
#include "tests/support/patience.h"

namespace l01 {
namespace {

using test_support::kPatience;
constexpr std::chrono::milliseconds kNow{0};

TEST(Readiness, IsALevelThatStaysUntilTheBytesAreRead) {
  auto [ours, peer] = ConnectedPair();
  EXPECT_FALSE(WaitReadable(ours, kNow));
  peer.SendAll(std::array{std::byte{1}});
  EXPECT_TRUE(WaitReadable(ours, kPatience));
  EXPECT_TRUE(WaitReadable(ours, kNow));
  std::array<std::byte, 1> room;
  ours.Recv(room);
  EXPECT_FALSE(WaitReadable(ours, kNow));
}

TEST(Readiness, OfAListenerMeansAClient) {
  Socket listener = ListenOn(Endpoint::Loopback());
  EXPECT_FALSE(WaitReadable(listener, kNow));
  const Socket client = ConnectTo(listener.LocalEndpoint());
  EXPECT_TRUE(WaitReadable(listener, kPatience));
}

TEST(Readiness, AlsoMeansTheEndOfTheStream) {
  auto [ours, peer] = ConnectedPair();
  peer.Close();
  EXPECT_TRUE(WaitReadable(ours, kPatience));
}

TEST(Readiness, ToWriteIsTheNormalCase) {
  auto [ours, peer] = ConnectedPair();
  EXPECT_TRUE(WaitWritable(ours, kNow));
}

TEST(Readiness, ToWriteEndsWhenTheBuffersAreFull) {
  auto [ours, peer] = ConnectedPair();
  ours.SetNonBlocking(true);
  const std::vector<std::byte> chunk(1 << 20);
  // The kernel may make room by itself once: full is when it stays full.
  do {
    while (ours.Send(chunk).ok()) {
    }
  } while (WaitWritable(ours, std::chrono::milliseconds(100)));
  EXPECT_FALSE(WaitWritable(ours, kNow));
}

TEST(SelectSet, FindsTheReadableOne) {
  auto [first, first_peer] = ConnectedPair();
  auto [second, second_peer] = ConnectedPair();
  SelectSet set;
  ASSERT_TRUE(set.Add(first));
  ASSERT_TRUE(set.Add(second));
  EXPECT_EQ(set.Wait(kNow), 0);
  second_peer.SendAll(std::array{std::byte{1}});
  EXPECT_EQ(set.Wait(kPatience), 1);
  EXPECT_FALSE(set.IsReadable(first));
  EXPECT_TRUE(set.IsReadable(second));
}

}  // namespace
}  // namespace l01
