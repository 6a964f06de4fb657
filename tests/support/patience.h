// How long a test waits for what must come, how much data it moves, and what else depends on the
// machine and on the sanitizer; no verdict does. So they stand here, once for all tests.
//
// A passing test never waits this long, so it costs nothing to be generous. CTest's limit (300 s,
// cmake/tests.cmake) is longer, so that the test itself says what did not come. Where time is what
// is tested, a deadline is no patience and stands in the test.
#ifndef TESTS_SUPPORT_PATIENCE_H_
#define TESTS_SUPPORT_PATIENCE_H_

#include <algorithm>
#include <chrono>
#include <cstddef>

#if defined(__has_feature)  // clang; gcc has the macros
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__ 1
#endif
#endif

namespace test_support {

/// How much slower than without a sanitizer a test may be.
#if defined(__SANITIZE_THREAD__)
inline constexpr int kSlowdown = 4;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int kSlowdown = 2;
#else
inline constexpr int kSlowdown = 1;
#endif

/// A wait for one thing that must come fails after this.
inline constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(20) * kSlowdown;
/// The same for calls that count in milliseconds, such as poll.
inline constexpr int kPatienceMs = static_cast<int>(kPatience.count());
/// The same for long work: a program that starts or ends, many megabytes, ten thousand clients.
inline constexpr std::chrono::milliseconds kLongPatience = 3 * kPatience;

/// `bytes` of test data, under ThreadSanitizer a sixteenth: it looks at each access of each thread.
/// `at_least` is what the test needs to prove anything, for example more than the buffers between
/// two sockets hold.
constexpr std::size_t Scaled(std::size_t bytes, std::size_t at_least = 0) {
#if defined(__SANITIZE_THREAD__)
  return std::max(bytes / 16, at_least);
#else
  return std::max(bytes, at_least);
#endif
}

/// Threads that the sanitizer starts before main does. A test that makes the n-th `clone` fail
/// counts them.
#if defined(__SANITIZE_THREAD__)
inline constexpr int kSanitizerThreads = 1;
#else
inline constexpr int kSanitizerThreads = 0;
#endif

}  // namespace test_support

#endif  // TESTS_SUPPORT_PATIENCE_H_
