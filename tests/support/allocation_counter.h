// Counts what a thread takes from the heap. allocation_counter.cc replaces operator new.
#ifndef TESTS_SUPPORT_ALLOCATION_COUNTER_H_
#define TESTS_SUPPORT_ALLOCATION_COUNTER_H_

#include <cstddef>

namespace test_support {

/// How often this thread has called operator new.
std::size_t Allocations() noexcept;

/// How many bytes this thread has taken by operator new and not given back.
std::ptrdiff_t LiveBytes() noexcept;

}  // namespace test_support

#endif  // TESTS_SUPPORT_ALLOCATION_COUNTER_H_
