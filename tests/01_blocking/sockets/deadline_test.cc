// Times that somebody else chose: none of them may overflow, wrap, or end a wait too early.
#include "01_blocking/sockets/deadline.h"

#include <gtest/gtest.h>

#include <array>

#include "01_blocking/experiments/blocking_calls.h"
#include "01_blocking/sockets/nonblocking_connect.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "01_blocking/sockets/select_set.h"
#include "tests/support/patience.h"

namespace l01 {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// 49.7 days are 2^32 milliseconds: what is left of a wrapped number would be 50 ms.
constexpr milliseconds kWraps{(std::int64_t{1} << 32) + 50};
constexpr milliseconds kLongTimes[] = {milliseconds::max(), hours(24) * 365 * 300, kWraps,
                                       hours(24) * 25};
constexpr milliseconds kShow{50};  // long enough to see that a call still waits

TEST(Deadline, OfALongTimeIsFarAway) {
  for (const milliseconds time : kLongTimes) {
    const Deadline deadline = Deadline::After(time);
    EXPECT_FALSE(deadline.HasPassed()) << time.count();
    EXPECT_EQ(deadline.left_ms(), std::numeric_limits<int>::max()) << time.count();
  }
}

TEST(Deadline, OfANegativeTimeHasPassed) {
  for (const milliseconds time : {milliseconds(0), milliseconds(-1), milliseconds::min()}) {
    EXPECT_TRUE(Deadline::After(time).HasPassed());
    EXPECT_EQ(Deadline::After(time).left_ms(), 0);
  }
}

TEST(Deadline, LeavesNothingOnlyOnceItHasPassed) {
  const Deadline deadline = Deadline::After(milliseconds(50));
  EXPECT_LE(deadline.left_ms(), 50);
  while (deadline.left_ms() > 0) {
  }
  EXPECT_TRUE(deadline.HasPassed()) << "rounded down, poll(0) would spin";
}

class LongWait : public testing::TestWithParam<milliseconds> {};

TEST_P(LongWait, EndsWhenTheBytesComeAndNotBefore) {
  auto [ours, peer] = ConnectedPair();
  bool readable = false;
  const WaitObservation seen =
      Observe([&, &socket = ours] { readable = WaitReadable(socket, GetParam()); },
              [&socket = peer] { socket.SendAll(std::array{std::byte{1}}); }, kShow);
  EXPECT_TRUE(seen.as_expected());
  EXPECT_TRUE(readable);
}

TEST_P(LongWait, IsTheSameForSelect) {
  auto [ours, peer] = ConnectedPair();
  SelectSet set;
  ASSERT_TRUE(set.Add(ours));
  int ready = 0;
  const WaitObservation seen =
      Observe([&] { ready = set.Wait(GetParam()); },
              [&socket = peer] { socket.SendAll(std::array{std::byte{1}}); }, kShow);
  EXPECT_TRUE(seen.as_expected());
  EXPECT_EQ(ready, 1);
}

TEST_P(LongWait, IsTheSameForConnect) {
  const Socket listener = ListenOn(Endpoint::Loopback());
  EXPECT_TRUE(ConnectWithin(listener.LocalEndpoint(), GetParam()).valid());
}

INSTANTIATE_TEST_SUITE_P(Times, LongWait, testing::ValuesIn(kLongTimes));

TEST(NegativeWait, HasPassedAlready) {
  auto [ours, peer] = ConnectedPair();
  SelectSet set;
  ASSERT_TRUE(set.Add(ours));
  for (const milliseconds time : {milliseconds(-1), milliseconds::min()}) {
    EXPECT_FALSE(WaitReadable(ours, time));
    EXPECT_TRUE(WaitWritable(ours, time));  // it holds right now
    EXPECT_EQ(set.Wait(time), 0);
  }
}

}  // namespace
}  // namespace l01
