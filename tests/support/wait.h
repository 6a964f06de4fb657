// Waiting for a condition instead of sleeping for a time that is sometimes too short.
#ifndef TESTS_SUPPORT_WAIT_H_
#define TESTS_SUPPORT_WAIT_H_

#include <chrono>
#include <functional>

#include "tests/support/patience.h"

namespace test_support {

/// Asks `condition` again and again until it holds. Returns false if it does not within `patience`.
bool WaitUntil(const std::function<bool()>& condition,
               std::chrono::milliseconds patience = kPatience);

}  // namespace test_support

#endif  // TESTS_SUPPORT_WAIT_H_
