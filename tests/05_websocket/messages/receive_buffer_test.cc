// The receive buffer: contiguous, cheap to consume, and never larger than what has arrived asks
// for.
#include "05_websocket/messages/receive_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>

namespace {

void Append(l05::ReceiveBuffer* buffer, std::string_view text) {
  while (!text.empty()) {
    const std::span<char> room = buffer->WriteSpace();
    const std::size_t size = std::min(room.size(), text.size());
    std::memcpy(room.data(), text.data(), size);
    buffer->Commit(size);
    text.remove_prefix(size);
  }
}

TEST(ReceiveBuffer, IsEmptyAtFirst) {
  l05::ReceiveBuffer buffer;
  EXPECT_EQ(buffer.size(), 0U);
  EXPECT_EQ(buffer.data(), "");
}

TEST(ReceiveBuffer, HoldsAFrameOf64KiBWithoutGrowing) {
  l05::ReceiveBuffer buffer;
  EXPECT_EQ(buffer.WriteSpace().size(), 64U * 1024 + 14);
}

TEST(ReceiveBuffer, GivesBackWhatWasWritten) {
  l05::ReceiveBuffer buffer;
  Append(&buffer, "Hello");
  Append(&buffer, " world");
  EXPECT_EQ(buffer.data(), "Hello world");
  buffer.Consume(6);
  EXPECT_EQ(buffer.data(), "world");
  buffer.Clear();
  EXPECT_EQ(buffer.data(), "");
}

// Defect B36: the article moves all octets for every frame and copies each of them one by one.
TEST(ReceiveBuffer, ConsumingMovesNothing) {
  l05::ReceiveBuffer buffer;
  Append(&buffer, std::string(1000, 'x'));
  const char* const before = buffer.data().data();
  buffer.Consume(10);
  EXPECT_EQ(buffer.data().data(), before + 10);
}

TEST(ReceiveBuffer, StaysInOnePieceWhileItGrows) {
  l05::ReceiveBuffer buffer;
  std::string expected;
  std::minstd_rand random(1);
  for (int i = 0; i < 3000; ++i) {
    const std::string piece(1 + random() % 500, static_cast<char>('a' + i % 26));
    Append(&buffer, piece);
    expected += piece;
    const std::size_t used = random() % 400;
    if (used > buffer.size()) continue;
    buffer.Consume(used);
    expected.erase(0, used);
    ASSERT_EQ(buffer.data(), expected) << i;
  }
}

// Rule R19: memory follows what has arrived, at most four times over.
TEST(ReceiveBuffer, GrowsWithItsContentOnly) {
  l05::ReceiveBuffer buffer;
  for (int i = 0; i < 100; ++i) {
    Append(&buffer, std::string(64 * 1024, 'x'));
    EXPECT_LE(buffer.WriteSpace().size(), buffer.size() + 2 * l05::ReceiveBuffer::kInitialCapacity);
  }
}

TEST(ReceiveBuffer, GivesMemoryBackAfterALargeMessage) {
  l05::ReceiveBuffer buffer;
  Append(&buffer, std::string(8 * 1024 * 1024, 'x'));
  buffer.Clear();
  EXPECT_EQ(buffer.WriteSpace().size(), l05::ReceiveBuffer::kInitialCapacity);
}

}  // namespace
