#include "03_epoll/servers/connection_table.h"

#include <gtest/gtest.h>

#include "01_blocking/sockets/pair.h"

namespace l03 {
namespace {

l01::Socket AnySocket() {
  return l01::ConnectedPair().first;
}

TEST(ConnectionTable, FindsWhatWasAdded) {
  ConnectionTable table;
  const std::uint64_t key = table.Add(AnySocket());
  EXPECT_NE(table.Find(key), nullptr);
  EXPECT_EQ(table.size(), 1U);
}

TEST(ConnectionTable, GivesNoKeyThatTheServerUsesItself) {
  ConnectionTable table;
  EXPECT_GE(table.Add(AnySocket()), ConnectionTable::kFirstKey);
}

TEST(ConnectionTable, NeverFindsTheNewcomerUnderAnOldKey) {
  ConnectionTable table;
  const std::uint64_t old_key = table.Add(AnySocket());
  table.Erase(old_key);
  const std::uint64_t new_key = table.Add(AnySocket());  // the same slot
  EXPECT_EQ(table.Find(old_key), nullptr);
  EXPECT_NE(table.Find(new_key), nullptr);
  table.Erase(old_key);
  EXPECT_EQ(table.size(), 1U);
}

TEST(ConnectionTable, IgnoresAKeyItNeverGave) {
  ConnectionTable table;
  EXPECT_EQ(table.Find(12345), nullptr);
  table.Erase(12345);
  EXPECT_EQ(table.size(), 0U);
}

TEST(ConnectionTable, GrowsOnlyToTheLargestNumberOfClientsAtATime) {
  ConnectionTable table;
  for (int round = 0; round < 100; ++round) {
    const std::uint64_t first = table.Add(AnySocket());
    const std::uint64_t second = table.Add(AnySocket());
    table.Erase(first);
    table.Erase(second);
  }
  EXPECT_EQ(table.slots(), 2U);
}

TEST(ConnectionTable, RemembersTheCallsOfThoseThatAreGone) {
  ConnectionTable table;
  const std::uint64_t key = table.Add(AnySocket());  // the other end is closed already
  table.Find(key)->echo.Advance();
  table.Erase(key);
  EXPECT_EQ(table.counts().recvs, 1U);
}

}  // namespace
}  // namespace l03
