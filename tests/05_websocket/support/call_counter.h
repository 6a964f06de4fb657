// Counts what a thread costs: memory it takes from the heap, system calls it makes. POSIX only.
//
// call_counter.cc replaces the four calls of the loop inside this test program; they still do what
// they always do. Memory is counted by tests/support/allocation_counter.h.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_CALL_COUNTER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_CALL_COUNTER_H_

#include <cstddef>

namespace ws_test {

/// Counts of the thread that asks.
struct Costs {
  std::size_t allocations = 0;  // operator new
  std::size_t sends = 0;        // send
  std::size_t receives = 0;     // recv
  std::size_t waits = 0;        // epoll_wait
  std::size_t controls = 0;     // epoll_ctl

  std::size_t calls() const { return sends + receives + waits + controls; }
};

/// What this thread has cost so far.
Costs CostsOfThisThread() noexcept;

/// What it cost since `before`.
Costs CostsSince(const Costs& before) noexcept;

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_CALL_COUNTER_H_
