// Masking: every size, address and phase against the loop of RFC 6455 §5.3.
#include "05_websocket/frames/masking.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "05_websocket/frames/octets.h"
#include "tests/05_websocket/support/frame_vectors.h"

namespace {

constexpr l05::MaskingKey kKey = {0x37, 0xFA, 0x21, 0x3D};

// transformed-octet-i = original-octet-i XOR masking-key-octet-(i MOD 4)
std::string MaskedByTheBook(std::string text, const l05::MaskingKey& key, std::size_t phase) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = static_cast<char>(l05::Octet(text[i]) ^ key[(i + phase) % 4]);
  }
  return text;
}

std::string RandomText(std::size_t size) {
  std::minstd_rand random(static_cast<unsigned>(size) + 1);
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

TEST(Masking, GivesTheExampleOfTheRfc) {
  const auto vectors = ws_test::HeaderVectors("OfAMaskedText");
  ASSERT_EQ(vectors.size(), 1U);
  std::string hello = vectors[0].payload;
  l05::ApplyMask(hello.data(), hello.size(), kKey);
  EXPECT_EQ(hello, vectors[0].octets.substr(6));
}

TEST(Masking, AgreesWithTheByteLoopForEverySizeAndPhase) {
  for (std::size_t size = 0; size <= 100; ++size) {
    for (std::size_t phase = 0; phase < 8; ++phase) {
      const std::string text = RandomText(size);
      std::string masked = text;
      l05::ApplyMask(masked.data(), masked.size(), kKey, phase);
      ASSERT_EQ(masked, MaskedByTheBook(text, kKey, phase)) << size << " octets, phase " << phase;
    }
  }
}

TEST(Masking, AgreesWithTheByteLoopAtEveryAddress) {
  for (std::size_t offset = 0; offset < 16; ++offset) {
    std::string buffer = RandomText(offset + 300);
    const std::string text = buffer.substr(offset);
    l05::ApplyMask(buffer.data() + offset, text.size(), kKey);
    ASSERT_EQ(buffer.substr(offset), MaskedByTheBook(text, kKey, 0)) << "offset " << offset;
  }
}

TEST(Masking, CopiesToAnyAddressAndTouchesNothingElse) {
  const std::string text = RandomText(77);
  for (std::size_t offset = 0; offset < 9; ++offset) {
    std::string out(100, '#');
    l05::CopyMasked(out.data() + offset, text, kKey, 3);
    ASSERT_EQ(out.substr(offset, 77), MaskedByTheBook(text, kKey, 3));
    ASSERT_EQ(out.substr(0, offset), std::string(offset, '#'));
    ASSERT_EQ(out.substr(offset + 77), std::string(23 - offset, '#'));
  }
}

TEST(Masking, InPiecesEqualsMaskingAtOnce) {
  const std::string text = RandomText(1000);
  for (const std::size_t cut : {1UL, 2UL, 3UL, 5UL, 8UL, 31UL, 999UL}) {
    std::string masked = text;
    l05::ApplyMask(masked.data(), cut, kKey, 0);
    l05::ApplyMask(masked.data() + cut, masked.size() - cut, kKey, cut);
    ASSERT_EQ(masked, MaskedByTheBook(text, kKey, 0)) << "cut at " << cut;
  }
}

TEST(Masking, TwiceGivesTheOriginal) {
  const std::string text = RandomText(333);
  std::string twice = text;
  l05::ApplyMask(twice.data(), twice.size(), kKey);
  l05::ApplyMask(twice.data(), twice.size(), kKey);
  EXPECT_EQ(twice, text);
}

}  // namespace
