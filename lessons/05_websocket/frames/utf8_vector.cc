// The method is Keiser's and Lemire's ("Validating UTF-8 In Less Than One Instruction Per Byte",
// 2021). Every mistake but one shows in two octets that follow each other. Each mistake has a bit.
// Three tables say which mistakes are still possible: by the first octet's upper four bits, by its
// lower four bits, and by the second octet's upper four bits. A mistake that all three call
// possible is there.
//
// Four bits choose among 16 entries, and 16 entries fill one register: one instruction (PSHUFB)
// looks up 16 octets in it. The second octet's lower four bits need no table, because every range
// for it begins at a multiple of 16 and ends just before one: 80, 90, A0, C0.
//
// The mistake that two octets do not show: whether a third or fourth octet continues a character.
// There the octets two and three places earlier must say that one is due.
#include "05_websocket/frames/utf8_vector.h"

#ifdef __x86_64__
#include <immintrin.h>

#include <array>
#include <cstdint>

#include "05_websocket/frames/octets.h"
#endif

namespace l05 {

#ifdef __x86_64__
namespace {

// The functions are compiled for a processor with SSSE3 one by one, by this attribute. An option
// for the whole file would also reach the inline functions of the headers, and the linker may take
// those for the whole program, which then dies on an older processor.
#define NETLADDER_SSSE3 __attribute__((target("ssse3")))

enum Mistake : std::uint8_t {
  kTooShort = 1 << 0,   // a lead octet without a continuation
  kTooLong = 1 << 1,    // a continuation after ASCII
  kOverlong3 = 1 << 2,  // E0 80…9F
  kSurrogate = 1 << 3,  // ED A0…BF
  kOverlong2 = 1 << 4,  // C0 or C1, and a continuation
  kTooLarge = 1 << 5,   // F4 90…BF, or F5…FF and 90…BF
  kEdgeOf4 = 1 << 6,    // F0 80…8F (overlong), or F5…FF and 80…8F (too large)
  // A continuation after a continuation: right if a third or fourth octet is due, else wrong. The
  // highest bit, because the comparison with what is due is made in that bit.
  kTwoContinuations = 1 << 7,
};

using Table = std::array<std::uint8_t, 16>;

constexpr std::uint8_t Bits(int mistakes) {
  return static_cast<std::uint8_t>(mistakes);
}

constexpr Table MakeByFirstUpper() {
  Table table{};
  for (std::size_t upper = 0x0; upper <= 0x7; ++upper) table[upper] = kTooLong;
  for (std::size_t upper = 0x8; upper <= 0xB; ++upper) table[upper] = kTwoContinuations;
  table[0xC] = kTooShort | kOverlong2;
  table[0xD] = kTooShort;
  table[0xE] = kTooShort | kOverlong3 | kSurrogate;
  table[0xF] = kTooShort | kTooLarge | kEdgeOf4;
  return table;
}

constexpr Table MakeByFirstLower() {
  constexpr int kAnyLower = kTooShort | kTooLong | kTwoContinuations;
  Table table{};
  table.fill(Bits(kAnyLower));
  table[0x0] |= kOverlong2 | kOverlong3 | kEdgeOf4;  // C0, E0, F0
  table[0x1] |= kOverlong2;                          // C1
  table[0x4] |= kTooLarge;                           // F4
  for (std::size_t lower = 0x5; lower <= 0xF; ++lower) table[lower] |= kTooLarge | kEdgeOf4;
  table[0xD] |= kSurrogate;  // ED
  return table;
}

constexpr Table MakeBySecondUpper() {
  constexpr int kContinuation = kTooLong | kOverlong2 | kTwoContinuations;
  Table table{};
  table.fill(kTooShort);
  table[0x8] = Bits(kContinuation | kOverlong3 | kEdgeOf4);
  table[0x9] = Bits(kContinuation | kOverlong3 | kTooLarge);
  table[0xA] = table[0xB] = Bits(kContinuation | kSurrogate | kTooLarge);
  return table;
}

constexpr Table kByFirstUpper = MakeByFirstUpper();
constexpr Table kByFirstLower = MakeByFirstLower();
constexpr Table kBySecondUpper = MakeBySecondUpper();

using Block = __m128i;
constexpr std::size_t kBlock = sizeof(Block);

NETLADDER_SSSE3 inline Block Load(const void* at) {
  return _mm_loadu_si128(static_cast<const Block*>(at));
}

NETLADDER_SSSE3 inline Block Repeat(int octet) {
  return _mm_set1_epi8(static_cast<char>(octet));
}

NETLADDER_SSSE3 inline Block LookUp(const Table& table, Block indices) {
  return _mm_shuffle_epi8(Load(table.data()), indices);
}

NETLADDER_SSSE3 inline Block UpperHalves(Block octets) {
  return _mm_and_si128(_mm_srli_epi16(octets, 4), Repeat(0x0F));
}

// Non-zero where `block`, which follows `before`, is not UTF-8.
NETLADDER_SSSE3 inline Block MistakesIn(Block block, Block before) {
  const Block first = _mm_alignr_epi8(block, before, kBlock - 1);  // each octet's left neighbour
  const Block two_left = _mm_alignr_epi8(block, before, kBlock - 2);
  const Block three_left = _mm_alignr_epi8(block, before, kBlock - 3);
  const Block upper = LookUp(kByFirstUpper, UpperHalves(first));
  const Block lower = LookUp(kByFirstLower, _mm_and_si128(first, Repeat(0x0F)));
  const Block second = LookUp(kBySecondUpper, UpperHalves(block));
  const Block mistakes = _mm_and_si128(_mm_and_si128(upper, lower), second);
  // Subtraction that stops at zero: the highest bit is left where E0 or more stands two places to
  // the left, or F0 or more three places. Just there two continuations are no mistake, but due.
  const Block third = _mm_subs_epu8(two_left, Repeat(0xE0 - 0x80));
  const Block fourth = _mm_subs_epu8(three_left, Repeat(0xF0 - 0x80));
  const Block due = _mm_and_si128(_mm_or_si128(third, fourth), Repeat(kTwoContinuations));
  return _mm_xor_si128(mistakes, due);
}

NETLADDER_SSSE3 inline bool IsZero(Block block) {
  return _mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_setzero_si128())) == 0xFFFF;
}

constexpr std::size_t kStride = 4 * kBlock;

// Whether the four blocks at `at` are right, after the block `before`. One look for all: ASCII
// needs no tables. In `before` only the last three octets matter, which may begin a character.
NETLADDER_SSSE3 inline bool StrideIsRight(const char* at, Block before) {
  const Block a = Load(at);
  const Block b = Load(at + kBlock);
  const Block c = Load(at + 2 * kBlock);
  const Block d = Load(at + 3 * kBlock);
  const Block all = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
  if (_mm_movemask_epi8(all) == 0) return IsZero(MistakesIn(a, before));
  const Block ab = _mm_or_si128(MistakesIn(a, before), MistakesIn(b, a));
  const Block cd = _mm_or_si128(MistakesIn(c, b), MistakesIn(d, c));
  return IsZero(_mm_or_si128(ab, cd));
}

// How many octets are right, if a character may be cut at the end. The last block ends where the
// text ends, so it may overlap the block before it: what was right is right again.
NETLADDER_SSSE3 std::size_t RightOctets(std::string_view text) {
  const char* const at = text.data();
  std::size_t done = 0;
  Block before = _mm_setzero_si128();  // as if NULs stood in front: between characters
  while (text.size() - done >= kStride) {
    if (!StrideIsRight(at + done, before)) return done;
    done += kStride;
    before = Load(at + done - kBlock);
  }
  while (text.size() - done >= kBlock) {
    const Block block = Load(at + done);
    if (!IsZero(MistakesIn(block, before))) return done;
    done += kBlock;
    before = block;
  }
  if (done == text.size() || text.size() < 2 * kBlock) return done;
  const char* const last = at + text.size() - kBlock;
  return IsZero(MistakesIn(Load(last), Load(last - kBlock))) ? text.size() : done;
}

// How long the character is that this lead octet begins; impossible ones count as 4.
std::size_t LengthByLead(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// `end`, or the beginning of the character that `end` cuts.
std::size_t CharacterEnd(std::string_view text, std::size_t end) {
  for (std::size_t back = 1; back <= 3 && back <= end; ++back) {
    const std::uint8_t octet = Octet(text[end - back]);
    const bool continuation = (octet & 0xC0) == 0x80;
    if (!continuation) return LengthByLead(octet) > back ? end - back : end;
  }
  return end;
}

}  // namespace
#endif

std::size_t ValidUtf8Prefix(std::string_view text) {
#ifdef __x86_64__
  if (__builtin_cpu_supports("ssse3") != 0) return CharacterEnd(text, RightOctets(text));
#endif
  static_cast<void>(text);  // elsewhere utf8.h's automaton does it all
  return 0;
}

}  // namespace l05
