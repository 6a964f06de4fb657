// What, why and contract: see masking.h.
//
// The loop everybody writes first, data[i] ^= key[i % 4], handles one octet per step, and g++ 12
// does not vectorise it. Eight octets per step is portable and about ten times as fast.
#include "05_websocket/masking.h"

#include <cstring>

#include "05_websocket/octets.h"

namespace l05 {
namespace {

using Word = std::uint64_t;

// The key twice in a row, turned so that its first octet is the one that belongs to `phase`.
std::array<std::uint8_t, sizeof(Word)> TurnedKey(const MaskingKey& key, std::size_t phase) {
  std::array<std::uint8_t, sizeof(Word)> turned{};
  for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = key[(phase + i) % key.size()];
  return turned;
}

// memcpy is how C++ reads a word at any address: a cast pointer would be undefined where the
// address is not a multiple of eight, and the compiler turns these into single instructions.
void MaskWord(char* to, const char* from, Word key) {
  Word word = 0;
  std::memcpy(&word, from, sizeof(word));
  word ^= key;
  std::memcpy(to, &word, sizeof(word));
}

}  // namespace

// [copy masked]
void CopyMasked(char* to, std::string_view from, const MaskingKey& key, std::size_t phase) {
  const auto turned = TurnedKey(key, phase);
  Word key_word = 0;
  std::memcpy(&key_word, turned.data(), sizeof(key_word));
  std::size_t i = 0;
  // Eight is a multiple of four, so the turned key fits every word of the payload alike.
  for (; i + 4 * sizeof(Word) <= from.size(); i += 4 * sizeof(Word)) {
    for (std::size_t k = 0; k < 4; ++k) {
      MaskWord(to + i + k * sizeof(Word), from.data() + i + k * sizeof(Word), key_word);
    }
  }
  for (; i + sizeof(Word) <= from.size(); i += sizeof(Word)) {
    MaskWord(to + i, from.data() + i, key_word);
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
