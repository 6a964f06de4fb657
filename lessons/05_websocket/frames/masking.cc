// Whole words per step instead of octets.
//
// The loop everybody writes first, data[i] ^= key[i % 4], handles one octet per step, and g++ 12
// does not vectorise it. Whole words per step are portable and about ten times as fast.
#include "05_websocket/frames/masking.h"

#include <bit>
#include <cstring>

#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

using Word = std::uint64_t;
// Two words in one register, which every x86-64 and ARM64 processor has. A language extension of
// GCC and Clang; the loop over single words alone stays scalar at -O2. Larger vectors than the
// target's own are taken apart again by the compiler, and slower.
using Block = Word __attribute__((vector_size(2 * sizeof(Word))));

// The key twice in a row, turned so that its first octet in memory is the one of `phase`. In
// registers: a detour through memory costs more than masking a short message.
Word TurnedKey(const MaskingKey& key, std::size_t phase) {
  std::uint32_t once = 0;
  std::memcpy(&once, key.data(), sizeof(once));
  const int bits = static_cast<int>(phase % key.size()) * 8;
  const bool little = std::endian::native == std::endian::little;
  once = little ? std::rotr(once, bits) : std::rotl(once, bits);
  return static_cast<Word>(once) << 32 | once;
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
  const Word key_word = TurnedKey(key, phase);
  std::size_t i = 0;
  // Eight is a multiple of four, so the turned key fits every word of the payload alike.
  const Block key_block = {key_word, key_word};
  for (; i + 4 * sizeof(Block) <= from.size(); i += 4 * sizeof(Block)) {
    MaskUnit(to + i, from.data() + i, key_block);
    MaskUnit(to + i + sizeof(Block), from.data() + i + sizeof(Block), key_block);
    MaskUnit(to + i + 2 * sizeof(Block), from.data() + i + 2 * sizeof(Block), key_block);
    MaskUnit(to + i + 3 * sizeof(Block), from.data() + i + 3 * sizeof(Block), key_block);
  }
  for (; i + sizeof(Block) <= from.size(); i += sizeof(Block)) {
    MaskUnit(to + i, from.data() + i, key_block);
  }
  for (; i + sizeof(Word) <= from.size(); i += sizeof(Word)) {
    MaskUnit(to + i, from.data() + i, key_word);
  }
  const auto turned = std::bit_cast<std::array<std::uint8_t, sizeof(Word)>>(key_word);
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
