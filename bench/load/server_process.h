// What the kernel says about a server's process: its processor time and its memory.
#ifndef BENCH_LOAD_SERVER_PROCESS_H_
#define BENCH_LOAD_SERVER_PROCESS_H_

#include <cstdint>

namespace bench {

/// Nanoseconds that all threads of process `pid` have run on a processor. Waits until the number
/// stands still: for a thread that runs, the kernel's account is up to one tick behind.
/// @throws std::runtime_error if there is no such process.
std::uint64_t CpuTimeAtRest(int pid);

/// Octets of memory of its own (RssAnon) that process `pid` has in use.
/// @throws std::runtime_error if there is no such process.
std::uint64_t OwnMemory(int pid);

}  // namespace bench

#endif  // BENCH_LOAD_SERVER_PROCESS_H_
