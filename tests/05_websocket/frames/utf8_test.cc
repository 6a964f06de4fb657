// UTF-8: the whole grammar, and failure at the first octet that cannot be right (rule R15).
#include "05_websocket/frames/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8_vector.h"
#include "tests/05_websocket/support/frame_vectors.h"

namespace {

// The index of the octet at which the validator gives up when it is fed one octet at a time.
// Blocks never see so short a piece: this is the automaton alone, which the blocks must agree with.
std::optional<std::size_t> FailsAt(std::string_view text) {
  l05::Utf8Validator validator;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!validator.Feed(text.substr(i, 1))) return i;
  }
  return std::nullopt;
}

bool HasBlocks() {
#ifdef __x86_64__
  return __builtin_cpu_supports("ssse3") != 0;
#else
  return false;
#endif
}

std::string Encode(std::uint32_t point) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | ((point >> shift) & 0x3F));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0 | (point >> 6)), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xE0 | (point >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (point >> 18)), tail(12), tail(6), tail(0)};
}

TEST(Utf8, AcceptsEveryCodePointAndNoSurrogate) {
  for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    ASSERT_EQ(l05::IsUtf8(Encode(point)), !surrogate) << std::hex << point;
  }
}

// How many characters begin with the octets that `validator` has seen.
std::uint32_t CountCharacters(const l05::Utf8Validator& validator) {
  std::uint32_t count = 0;
  for (int octet = 0x00; octet <= 0xFF; ++octet) {
    const char c = static_cast<char>(octet);
    l05::Utf8Validator next = validator;
    if (next.Feed({&c, 1})) count += next.Complete() ? 1 : CountCharacters(next);
  }
  return count;
}

TEST(Utf8, AcceptsNothingElse) {
  EXPECT_EQ(CountCharacters(l05::Utf8Validator()), 0x110000U - 0x800U);
}

TEST(Utf8, AcceptsTextOfManyScripts) {
  EXPECT_TRUE(l05::IsUtf8(""));
  EXPECT_TRUE(l05::IsUtf8("Hello"));
  EXPECT_TRUE(l05::IsUtf8("\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5"));
  EXPECT_TRUE(l05::IsUtf8("\xE5\xBC\x80\xE5\x97\xA8\xE9\xB8\xAD \xF0\x9F\xA6\x86"));
  EXPECT_TRUE(l05::IsUtf8(std::string("nul\0inside", 10)));
}

// Not `run + octet`: optimising, g++ 12 takes that for a write beyond the end (its bug 105651).
std::string RunOfAscii(std::size_t length, char last) {
  std::string text(length, 'x');
  text.push_back(last);
  return text;
}

using Broken = ws_test::Utf8Vector;

// Those of frame_vectors.txt, and one that is too long to stand in a line.
std::vector<Broken> BrokenTexts() {
  std::vector<Broken> all = ws_test::Utf8Vectors();
  EXPECT_FALSE(all.empty());
  all.push_back({"after a long ASCII run", RunOfAscii(100, '\xFF'), 100});
  return all;
}

TEST(Utf8, FailsAtTheFirstImpossibleOctet) {
  for (const Broken& broken : BrokenTexts()) {
    EXPECT_EQ(FailsAt(broken.text), broken.failed_at) << broken.name;
    EXPECT_FALSE(l05::IsUtf8(broken.text)) << broken.name;
  }
}

// Long texts are checked sixteen octets at a time. Wherever the mistake lies among the blocks, it
// is found at the same octet as without them: not earlier, and not later (rule R15).
TEST(Utf8, FailsAtTheSameOctetWhereverTheBlocksBegin) {
  const std::vector<Broken> all = BrokenTexts();
  const std::string chinese = "\xE5\xBC\x80\xE5\x97\xA8\xE9\xB8\xAD";
  for (const std::string& unit :
       {std::string("x"), std::string("\xC3\xA4"), chinese, "x" + chinese + "\xF0\x9F\xA6\x86"}) {
    for (std::size_t units = 0; units < 80; ++units) {
      std::string before;
      for (std::size_t i = 0; i < units; ++i) before += unit;
      for (const Broken& broken : all) {
        const std::string text = before + broken.text + "y" + before + std::string(100, 'y');
        const std::size_t failed_at = before.size() + broken.failed_at;
        ASSERT_TRUE(l05::Utf8Validator().Feed(text.substr(0, failed_at))) << broken.name;
        ASSERT_FALSE(l05::Utf8Validator().Feed(text.substr(0, failed_at + 1))) << broken.name;
        ASSERT_FALSE(l05::Utf8Validator().Feed(text)) << broken.name << " after " << units;
      }
    }
  }
}

// Autobahn's case 6.4.2: the text breaks in the middle, and more follows.
TEST(Utf8, FailsBeforeTheRestOfTheTextArrives) {
  l05::Utf8Validator validator;
  EXPECT_TRUE(validator.Feed("\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xF4"));
  EXPECT_FALSE(validator.Feed("\x90"));
  EXPECT_FALSE(
      validator.Feed("\x80\x80"
                     "edited"));
}

TEST(Utf8, MayBeCutAnywhere) {
  const std::string text = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\xA6\x86z";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    l05::Utf8Validator validator;
    EXPECT_TRUE(validator.Feed(std::string_view(text).substr(0, cut)));
    const bool boundary = cut == text.size() || (l05::Octet(text[cut]) & 0xC0) != 0x80;
    EXPECT_EQ(validator.Complete(), boundary) << "cut at " << cut;
    EXPECT_TRUE(validator.Feed(std::string_view(text).substr(cut)));
    EXPECT_TRUE(validator.Complete());
  }
}

TEST(Utf8, IsIncompleteInTheMiddleOfACharacter) {
  EXPECT_FALSE(l05::IsUtf8("\xE2\x82"));
  EXPECT_FALSE(l05::IsUtf8(RunOfAscii(50, '\xF0')));
}

TEST(Utf8, StaysFailedUntilReset) {
  l05::Utf8Validator validator;
  EXPECT_FALSE(validator.Feed("\xFF"));
  EXPECT_FALSE(validator.Feed("fine"));
  EXPECT_FALSE(validator.Complete());
  validator.Reset();
  EXPECT_TRUE(validator.Feed("fine"));
  EXPECT_TRUE(validator.Complete());
}

// Text in which short and long runs of ASCII alternate with characters of every length.
std::string RandomText(std::minstd_rand& random, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    const auto kind = random() % 8;
    text += kind == 0   ? std::string(random() % 30, 'x')
            : kind == 1 ? Encode(static_cast<std::uint32_t>(0x10000 + random() % 0x100000))
                        : Encode(static_cast<std::uint32_t>(random() % 0xD800));
  }
  return text;
}

// Changes, removes or adds an octet.
void Mutate(std::minstd_rand& random, std::string* text) {
  const std::size_t at = random() % text->size();
  const char octet = static_cast<char>(random() >> 8);
  const auto kind = random() % 3;
  if (kind != 0) text->erase(at, 1);
  if (kind != 1) text->insert(at, 1, octet);
}

// Compares the blocks with the automaton, whose verdict is `failed_at`.
void ExpectBlocksAgree(std::string_view text, std::optional<std::size_t> failed_at) {
  // With nothing around these octets, the sanitizer sees a read beyond them.
  const std::vector<char> exact(text.begin(), text.end());
  const std::string_view octets(exact.data(), exact.size());
  ASSERT_EQ(l05::Utf8Validator().Feed(octets), !failed_at.has_value());
  // What the blocks call right is right. They leave at most a stride with the mistake, and a
  // character that is cut.
  const std::size_t right = l05::ValidUtf8Prefix(octets);
  ASSERT_LE(right, failed_at.value_or(text.size()));
  ASSERT_TRUE(l05::IsUtf8(octets.substr(0, right))) << "ends with a character";
  if (!HasBlocks() || text.size() < 32) return;
  ASSERT_GE(right + 3 + (failed_at ? 64 : 0), failed_at.value_or(text.size()));
}

TEST(Utf8, BlocksAcceptEveryCodePointAtEveryPlace) {
  std::string all;
  for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
    if (point < 0xD800 || point > 0xDFFF) all += Encode(point);
  }
  // Sixteen shifts bring every character to every place of a block, and across its end.
  for (int shift = 0; shift < 16; ++shift) {
    ASSERT_TRUE(l05::IsUtf8(all));
    ASSERT_EQ(l05::ValidUtf8Prefix(all), HasBlocks() ? all.size() : 0) << shift;
    all.insert(0, 1, 'x');
  }
}

// `sequence` in a long text, behind 0…69 octets of ASCII.
void ExpectBlocksAgreeOn(const std::string& sequence) {
  static std::size_t place = 0;
  place = (place + 1) % 70;
  std::optional<std::size_t> failed_at = FailsAt(sequence + "x");
  if (failed_at) *failed_at += place;
  const std::string text = std::string(place, 'x') + sequence + std::string(32, 'x');
  ExpectBlocksAgree(text, failed_at);
}

TEST(Utf8, BlocksAgreeOnEveryPairOfOctets) {
  for (int first = 0x00; first <= 0xFF; ++first) {
    for (int second = 0x00; second <= 0xFF; ++second) {
      const std::string pair = {static_cast<char>(first), static_cast<char>(second)};
      ASSERT_NO_FATAL_FAILURE(ExpectBlocksAgreeOn(pair)) << first << " " << second;
      ASSERT_NO_FATAL_FAILURE(ExpectBlocksAgreeOn(pair + "\x80")) << first << " " << second;
      ASSERT_NO_FATAL_FAILURE(ExpectBlocksAgreeOn(pair + "\x80\x80")) << first << " " << second;
    }
  }
}

// The first and the last octet of every range of the grammar, four in a row in every order.
TEST(Utf8, BlocksAgreeWhereverARangeEnds) {
  const std::string edges =
      "x\x7F\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5\xFF";
  for (const char a : edges) {
    for (const char b : edges) {
      for (const char c : edges) {
        for (const char d : edges) {
          ASSERT_NO_FATAL_FAILURE(ExpectBlocksAgreeOn({a, b, c, d}));
        }
      }
    }
  }
}

TEST(Utf8, BlocksAgreeOnRandomText) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string text = RandomText(random, 10 + random() % 300);
    for (auto mutations = random() % 4; mutations > 0; --mutations) Mutate(random, &text);
    ASSERT_NO_FATAL_FAILURE(ExpectBlocksAgree(text, FailsAt(text))) << "round " << round;
  }
}

TEST(Utf8, AnyCutOfALongTextGivesTheSameAnswer) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  for (int round = 0; round < 20; ++round) {
    std::string text = RandomText(random, 200);
    if (round % 4 != 0) Mutate(random, &text);
    l05::Utf8Validator octet_by_octet;
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      l05::Utf8Validator validator;
      validator.Feed(std::string_view(text).substr(0, cut));
      ASSERT_EQ(validator.Complete(), octet_by_octet.Complete()) << "cut at " << cut;
      ASSERT_EQ(validator.Feed(std::string_view(text).substr(cut)), !FailsAt(text)) << cut;
      octet_by_octet.Feed(std::string_view(text).substr(cut, 1));
    }
  }
}

TEST(Utf8, BlocksDoTheWorkInALongText) {
  if (!HasBlocks()) GTEST_SKIP() << "only x86-64 processors with SSSE3 check UTF-8 by blocks";
  std::minstd_rand random(1);
  for (int round = 0; round < 100; ++round) {
    const std::string text = RandomText(random, 32 + random() % 300);
    EXPECT_EQ(l05::ValidUtf8Prefix(text), text.size());
  }
}

}  // namespace
