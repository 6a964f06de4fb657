#include "03_epoll/connection_table.h"

#include <gtest/gtest.h>

#include "01_blocking/socket_pair.h"

namespace l03 {
namespace {

std::unique_ptr<l01::EchoConnection> MakeConnection() {
  return std::make_unique<l01::EchoConnection>(l01::ConnectedPair().first);
}

TEST(ConnectionTable, FindsWhatWasAdded) {
  ConnectionTable table;
  const std::uint64_t key = table.Add(MakeConnection());
  EXPECT_NE(table.Find(key), nullptr);
  EXPECT_EQ(table.size(), 1U);
}

TEST(ConnectionTable, GivesNoKeyThatTheServerUsesItself) {
  ConnectionTable table;
  EXPECT_GE(table.Add(MakeConnection()), ConnectionTable::kFirstKey);
}

TEST(ConnectionTable, NeverFindsTheNewcomerUnderAnOldKey) {
  ConnectionTable table;
  const std::uint64_t old_key = table.Add(MakeConnection());
  table.Erase(old_key);
  const std::uint64_t new_key = table.Add(MakeConnection());  // the same slot
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

}  // namespace
}  // namespace l03
