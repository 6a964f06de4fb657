// What, why and contract: see masking.h.
//
// The loop everybody writes first, data[i] ^= key[i % 4], handles one octet per step, and g++ 12
// does not vectorise it. Whole words per step are portable and about ten times as fast.
#include "05_websocket/masking.h"

#include <cstring>

#include "05_websocket/octets.h"

namespace l05 {
namespace {

using Word = std::uint64_t;
// Four words that are XORed with one instruction or two, in whatever registers the processor has.
// A language extension of GCC and Clang; the loop over single words alone stays scalar at -O2.
using Block = Word __attribute__((vector_size(4 * sizeof(Word))));

// The key twice in a row, turned so that its first octet is the one that belongs to `phase`.
std::array<std::uint8_t, sizeof(Word)> TurnedKey(const MaskingKey& key, std::size_t phase) {
  std::array<std::uint8_t, 3 * std::tuple_size_v<MaskingKey>> thrice{};
  for (std::size_t i = 0; i < 3; ++i) std::memcpy(thrice.data() + i * key.size(), key.data(), 4);
  std::array<std::uint8_t, sizeof(Word)> turned{};
  std::memcpy(turned.data(), thrice.data() + phase % key.size(), turned.size());
  return turned;
}

// memcpy is how C++ reads a word at any address: a cast pointer would be undefined where the
// address is not a multiple of eight, and the compiler turns these into single instructions.
template <typename Unit>
void MaskUnit(char* to, const char* from, const Unit& key) {
  Unit unit{};
  std::memcpy(&unit, from, sizeof(unit));
  unit ^= key;
  std::memcpy(to, &unit, sizeof(unit));
}

}  // namespace

// [copy masked]
void CopyMasked(char* to, std::string_view from, const MaskingKey& key, std::size_t phase) {
  const auto turned = TurnedKey(key, phase);
  Word key_word = 0;
  std::memcpy(&key_word, turned.data(), sizeof(key_word));
  std::size_t i = 0;
  // Eight is a multiple of four, so the turned key fits every word of the payload alike.
  const Block key_block = {key_word, key_word, key_word, key_word};
  for (; i + sizeof(Block) <= from.size(); i += sizeof(Block)) {
    MaskUnit(to + i, from.data() + i, key_block);
  }
  for (; i + sizeof(Word) <= from.size(); i += sizeof(Word)) {
    MaskUnit(to + i, from.data() + i, key_word);
  }
  for (std::size_t k = 0; i < from.size(); ++i, ++k) {
    to[i] = static_cast<char>(Octet(from[i]) ^ turned[k]);
  }
}
// [copy masked]

void ApplyMask(char* data, std::size_t size, const MaskingKey& key, std::size_t phase) {
  // Each word is read before it is written at the same place, so source and target may be one.
  CopyMasked(data, std::string_view(data, size), key, phase);
}

}  // namespace l05
