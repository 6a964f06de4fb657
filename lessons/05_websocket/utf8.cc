// What, why and contract: see utf8.h. The table of well-formed sequences is table 3-7 of the
// Unicode standard, which RFC 3629 §4 gives as a grammar.
#include "05_websocket/utf8.h"

#include <cstddef>
#include <cstring>

#include "05_websocket/octets.h"

namespace l05 {
namespace {

// After this many ASCII octets in a row the rest of the run is skipped by words. Starting at once
// would lose time on mixed text, where a run is often two or three octets long.
constexpr std::size_t kRunBeforeFastPath = 8;

// Returns how many octets from `at` on are ASCII, looking at eight at a time and so rounding down
// to whole words.
std::size_t AsciiWords(const char* at, std::size_t size) {
  std::size_t done = 0;
  while (size - done >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, at + done, sizeof(word));  // no aligned load: `at` may be any address
    if ((word & 0x8080808080808080U) != 0) break;
    done += sizeof(word);
  }
  return done;
}

}  // namespace

// [feed]
bool Utf8Validator::Feed(std::string_view piece) {
  std::size_t ascii_run = 0;
  for (std::size_t i = 0; i < piece.size() && !failed_;) {
    const std::uint8_t octet = Octet(piece[i]);
    ++i;
    if (missing_ == 0 && octet < 0x80) {
      if (++ascii_run >= kRunBeforeFastPath) i += AsciiWords(piece.data() + i, piece.size() - i);
      continue;
    }
    ascii_run = 0;
    failed_ = !FeedOne(octet);
  }
  return !failed_;
}
// [feed]

bool Utf8Validator::FeedOne(std::uint8_t octet) {
  if (missing_ == 0) return Begin(octet);
  if (octet < low_ || octet > high_) return false;
  return Expect(static_cast<std::uint8_t>(missing_ - 1), 0x80, 0xBF);
}

// [lead octets]
// The first octet decides how many follow. In four cases it also narrows the range of the second
// one, and that is what makes the check fail at the first impossible octet: E0 80 could only become
// an overlong form, ED A0 a surrogate, F4 90 something above U+10FFFF.
bool Utf8Validator::Begin(std::uint8_t lead) {
  if (lead < 0x80) return true;
  if (lead < 0xC2) return false;  // a stray continuation, or an overlong form of ASCII
  if (lead < 0xE0) return Expect(1, 0x80, 0xBF);
  if (lead == 0xE0) return Expect(2, 0xA0, 0xBF);
  if (lead == 0xED) return Expect(2, 0x80, 0x9F);
  if (lead < 0xF0) return Expect(2, 0x80, 0xBF);
  if (lead == 0xF0) return Expect(3, 0x90, 0xBF);
  if (lead < 0xF4) return Expect(3, 0x80, 0xBF);
  if (lead == 0xF4) return Expect(3, 0x80, 0x8F);
  return false;
}
// [lead octets]

bool Utf8Validator::Expect(std::uint8_t missing, std::uint8_t low, std::uint8_t high) {
  missing_ = missing;
  low_ = low;
  high_ = high;
  return true;
}

bool IsUtf8(std::string_view text) {
  Utf8Validator validator;
  return validator.Feed(text) && validator.Complete();
}

}  // namespace l05
