// Text in which every position is recognisable, so that a lost, doubled or moved part is found.
#ifndef TESTS_SUPPORT_PATTERN_H_
#define TESTS_SUPPORT_PATTERN_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace test_support {

/// `size` bytes; another `salt` gives other bytes.
inline std::string Pattern(std::size_t size, std::uint32_t salt = 0) {
  std::string text(size, '\0');
  std::uint32_t state = salt * 2654435761U + 1;
  for (char& c : text) {
    state = state * 1664525U + 1013904223U;  // Numerical Recipes' linear congruential generator
    c = static_cast<char>(state >> 24);
  }
  return text;
}

}  // namespace test_support

#endif  // TESTS_SUPPORT_PATTERN_H_
