// SHA-1, base64 and random octets, on whichever library this build uses.
#include "05_websocket/frames/crypto.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "05_websocket/frames/random_pool.h"
#include "05_websocket/handshake/base64.h"

namespace {

std::string Hex(std::span<const std::uint8_t> octets) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t octet : octets) out.append({kHex[octet >> 4], kHex[octet & 15]});
  return out;
}

std::string Encoded(const std::string& text) {
  return l05::EncodeBase64(std::vector<std::uint8_t>(text.begin(), text.end()));
}

std::string Decoded(const std::string& text) {
  const auto octets = l05::DecodeBase64(text);
  return octets ? std::string(octets->begin(), octets->end()) : "refused";
}

// The examples of FIPS 180 and RFC 3174.
TEST(Sha1, AgreesWithThePublishedExamples) {
  EXPECT_EQ(Hex(l05::Sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(Hex(l05::Sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(Hex(l05::Sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(Hex(l05::Sha1(std::string(1000000, 'a'))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

// The examples of RFC 4648 §10.
TEST(Base64, AgreesWithThePublishedExamples) {
  EXPECT_EQ(Encoded(""), "");
  EXPECT_EQ(Encoded("f"), "Zg==");
  EXPECT_EQ(Encoded("fo"), "Zm8=");
  EXPECT_EQ(Encoded("foo"), "Zm9v");
  EXPECT_EQ(Encoded("foobar"), "Zm9vYmFy");
}

TEST(Base64, DecodesWhatItEncoded) {
  for (const std::string text : {"", "f", "fo", "foo", "foobar", "\xff\xfe\xfd\xfc"}) {
    EXPECT_EQ(Decoded(Encoded(text)), text);
  }
}

TEST(Base64, RefusesWhatIsNotBase64) {
  for (const char* text :
       {"Zg", "Zg=", "Z===", "Zm9v=", "Zm 9v=", "Zm9=v===", "Zm-v", "=Zg=", "===="}) {
    EXPECT_EQ(Decoded(text), "refused") << text;
  }
}

TEST(Base64, RefusesASecondSpellingOfTheSameOctets) {
  EXPECT_EQ(Decoded("Zh=="), "refused");  // the last four bits must be zero
  EXPECT_EQ(Decoded("Zm9="), "refused");
}

TEST(FillRandom, FillsEveryOctetAndNeverTheSameWay) {
  std::array<std::uint8_t, 64> first{};
  std::array<std::uint8_t, 64> second{};
  l05::FillRandom(first);
  l05::FillRandom(second);
  EXPECT_NE(first, second);
  EXPECT_GT(std::set<std::uint8_t>(first.begin(), first.end()).size(), 16U);
}

TEST(FillRandom, AcceptsAnEmptyRange) {
  l05::FillRandom({});
}

// Rule R22 and defect B38: a fresh key for every frame; the article always uses 12 34 56 78.
TEST(RandomPool, HandsOutAFreshKeyEveryTime) {
  l05::RandomPool pool;
  std::set<l05::MaskingKey> keys;
  for (int i = 0; i < 5000; ++i) keys.insert(pool.NextKey());
  EXPECT_GT(keys.size(), 4990U);  // of 2^32 keys two may be equal by chance
}

TEST(RandomPool, DrawsOneBlockFor1024Keys) {
  int draws = 0;
  l05::RandomPool pool([&draws](std::span<std::uint8_t> octets) {
    ++draws;
    l05::FillRandom(octets);
  });
  EXPECT_EQ(draws, 0);
  for (int i = 0; i < 1024; ++i) pool.NextKey();
  EXPECT_EQ(draws, 1);
  pool.NextKey();
  EXPECT_EQ(draws, 2);
}

TEST(RandomPool, UsesEveryOctetOfTheSourceOnce) {
  std::uint8_t next = 0;
  l05::RandomPool pool([&next](std::span<std::uint8_t> octets) {
    for (std::uint8_t& octet : octets) octet = next++;
  });
  EXPECT_EQ(pool.NextKey(), (l05::MaskingKey{0, 1, 2, 3}));
  EXPECT_EQ(pool.NextKey(), (l05::MaskingKey{4, 5, 6, 7}));
}

TEST(RandomPool, GivesNoKeyWhenThereIsNoRandomness) {
  bool dry = false;
  l05::RandomPool pool([&dry](std::span<std::uint8_t> octets) {
    if (dry) throw std::runtime_error("no randomness");
    l05::FillRandom(octets);
  });
  for (int i = 0; i < 1024; ++i) pool.NextKey();
  dry = true;
  EXPECT_THROW(pool.NextKey(), std::runtime_error);
  EXPECT_THROW(pool.NextKey(), std::runtime_error);
}

}  // namespace
