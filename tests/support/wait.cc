#include "tests/support/wait.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace test_support {
namespace {

// ./lab check waits less long for what does not come.
std::chrono::milliseconds AtMost(std::chrono::milliseconds patience) {
  const char* const limit = std::getenv("NETLADDER_PATIENCE_MS");
  return limit == nullptr ? patience
                          : std::min(patience, std::chrono::milliseconds(std::atoi(limit)));
}

}  // namespace

bool WaitUntil(const std::function<bool()>& condition, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + AtMost(patience);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace test_support
