// ./lab check waits less long for what does not come: the tests of an unfinished exercise mostly
// wait.
#ifndef TESTS_SUPPORT_IMPATIENCE_H_
#define TESTS_SUPPORT_IMPATIENCE_H_

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace test_support {

/// `patience`, or what NETLADDER_PATIENCE_MS allows if that is less.
inline std::chrono::milliseconds AtMost(std::chrono::milliseconds patience) {
  const char* const limit = std::getenv("NETLADDER_PATIENCE_MS");
  return limit == nullptr ? patience
                          : std::min(patience, std::chrono::milliseconds(std::atoi(limit)));
}

}  // namespace test_support

#endif  // TESTS_SUPPORT_IMPATIENCE_H_
