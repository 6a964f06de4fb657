// Waiting for a condition instead of sleeping for a time that is sometimes too short.
#ifndef TESTS_SUPPORT_WAIT_H_
#define TESTS_SUPPORT_WAIT_H_

#include <chrono>
#include <functional>
#include <utility>

#include "tests/support/patience.h"

namespace test_support {

/// Asks `condition` again and again until it holds. Returns false if it does not within `patience`.
bool WaitUntil(const std::function<bool()>& condition,
               std::chrono::milliseconds patience = kPatience);

/// Waits until `value()` has not changed for `still`: what worked on it has come to a stop. Returns
/// false if it goes on changing for all of `patience`.
template <typename Value>
bool WaitUntilItStandsStill(Value value,
                            std::chrono::milliseconds still = std::chrono::milliseconds(200),
                            std::chrono::milliseconds patience = kPatience) {
  auto last = value();
  auto since = std::chrono::steady_clock::now();
  return WaitUntil(
      [&] {
        auto now = value();
        if (now != last) since = std::chrono::steady_clock::now();
        last = std::move(now);
        return std::chrono::steady_clock::now() - since >= still;
      },
      patience);
}

}  // namespace test_support

#endif  // TESTS_SUPPORT_WAIT_H_
