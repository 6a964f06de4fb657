// The automaton, one octet per step.
//
// The table of well-formed sequences is table 3-7 of the
// Unicode standard, which RFC 3629 §4 gives as a grammar.
//
// The grammar is an automaton with nine states. A row of its table has one 64-bit number per octet,
// and the number holds nine next states of six bits each. A state is the position of its own six
// bits, so a step is one load and one shift, without a branch that mixed text would mispredict.
#include "05_websocket/frames/utf8.h"

#include <array>
#include <cstddef>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8_vector.h"

namespace l05 {
namespace {

// In four cases the first octet narrows the range of the second, and that is what makes the check
// fail at the first impossible octet: E0 80 could only become an overlong form, ED A0 a surrogate,
// F0 80 an overlong form, F4 90 something above U+10FFFF.
enum State : std::uint64_t {
  kFailed = 0,          // for ever: what a row does not name is 0
  kBetween = 6,         // a character may begin, or the text end
  kOneMore = 12,        // 80…BF, then between
  kTwoMore = 18,        // 80…BF, then one more
  kThreeMore = 24,      // 80…BF, then two more
  kSecondAfterE0 = 30,  // A0…BF, then one more
  kSecondAfterED = 36,  // 80…9F, then one more
  kSecondAfterF0 = 42,  // 90…BF, then two more
  kSecondAfterF4 = 48,  // 80…8F, then two more
};

using Table = std::array<std::uint64_t, 256>;

constexpr void Allow(Table* table, State from, std::size_t first, std::size_t last, State to) {
  for (std::size_t octet = first; octet <= last; ++octet) {
    (*table)[octet] |= static_cast<std::uint64_t>(to) << from;
  }
}

constexpr Table MakeTable() {
  Table table{};
  Allow(&table, kBetween, 0x00, 0x7F, kBetween);
  Allow(&table, kBetween, 0xC2, 0xDF, kOneMore);  // C0 and C1 would be overlong forms of ASCII
  Allow(&table, kBetween, 0xE0, 0xE0, kSecondAfterE0);
  Allow(&table, kBetween, 0xE1, 0xEC, kTwoMore);
  Allow(&table, kBetween, 0xED, 0xED, kSecondAfterED);
  Allow(&table, kBetween, 0xEE, 0xEF, kTwoMore);
  Allow(&table, kBetween, 0xF0, 0xF0, kSecondAfterF0);
  Allow(&table, kBetween, 0xF1, 0xF3, kThreeMore);
  Allow(&table, kBetween, 0xF4, 0xF4, kSecondAfterF4);
  Allow(&table, kOneMore, 0x80, 0xBF, kBetween);
  Allow(&table, kTwoMore, 0x80, 0xBF, kOneMore);
  Allow(&table, kThreeMore, 0x80, 0xBF, kTwoMore);
  Allow(&table, kSecondAfterE0, 0xA0, 0xBF, kOneMore);
  Allow(&table, kSecondAfterED, 0x80, 0x9F, kOneMore);
  Allow(&table, kSecondAfterF0, 0x90, 0xBF, kTwoMore);
  Allow(&table, kSecondAfterF4, 0x80, 0x8F, kTwoMore);
  return table;
}

constexpr Table kTable = MakeTable();
constexpr std::uint64_t kStateBits = 63;

constexpr std::uint64_t Step(std::uint64_t state, char c) {
  return (kTable[Octet(c)] >> state) & kStateBits;
}

// Long texts are checked by blocks first. Below this many octets that costs more than it saves.
constexpr std::size_t kWorthBlocks = 16;

}  // namespace

// [feed]
bool Utf8Validator::Feed(std::string_view piece) {
  std::uint64_t state = state_;
  std::size_t i = 0;
  // A piece may begin in the middle of a character, and its blocks must not.
  while (i < piece.size() && state != kBetween && state != kFailed) state = Step(state, piece[i++]);
  if (state == kBetween && piece.size() - i >= kWorthBlocks) i += ValidUtf8Prefix(piece.substr(i));
  // What the blocks left: the end of the text, or a mistake, which is found at its first octet.
  for (; i < piece.size() && state != kFailed; ++i) state = Step(state, piece[i]);
  state_ = state;
  return state != kFailed;
}
// [feed]

bool IsUtf8(std::string_view text) {
  Utf8Validator validator;
  return validator.Feed(text) && validator.Complete();
}

}  // namespace l05
