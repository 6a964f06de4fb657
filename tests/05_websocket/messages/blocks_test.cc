// Blocks of octets that wait: in order, and with as little memory as possible.
#include "05_websocket/messages/blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

using l05::Blocks;

void Append(Blocks* blocks, std::string_view octets) {
  while (!octets.empty()) {
    const auto room = blocks->Room();
    const std::size_t size = octets.copy(room.data(), room.size());
    blocks->Commit(size);
    octets.remove_prefix(size);
  }
}

TEST(Blocks, GiveBackEveryOctetInOrder) {
  Blocks blocks;
  std::string octets(200'000, ' ');
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<char>(i * 7);
  Append(&blocks, octets);
  EXPECT_EQ(blocks.size(), octets.size());
  std::string got;
  while (blocks.size() > 0) {
    const std::string_view front = blocks.Front().substr(0, 999);
    got.append(front);
    blocks.Consume(front.size());
  }
  EXPECT_TRUE(got == octets);
}

TEST(Blocks, UseOneBlockAgainAndAgainWhileTheConnectionKeepsUp) {
  Blocks blocks;
  Append(&blocks, "first");
  const char* const place = blocks.Front().data();
  for (int i = 0; i < 10; ++i) {
    blocks.Consume(blocks.size());
    Append(&blocks, "next");
    EXPECT_EQ(blocks.Front().data(), place);
  }
}

TEST(Blocks, KeepOneSentBlockForTheNextOctets) {
  Blocks blocks;
  Append(&blocks, std::string(2 * Blocks::kSize, 'x'));
  const char* const first = blocks.Front().data();
  blocks.Consume(Blocks::kSize);
  Append(&blocks, "y");
  blocks.Consume(Blocks::kSize);
  EXPECT_EQ(blocks.Front().data(), first);
}

}  // namespace
