// What each of the servers does first: it listens on a free port of 127.0.0.1, says which one, and
// ends when it is told to.
#ifndef BENCH_SUPPORT_LOOPBACK_H_
#define BENCH_SUPPORT_LOOPBACK_H_

#include <cstdint>

namespace bench {

/// Prints `NAME: the reason of the system` and ends the program with exit code 1.
[[noreturn]] void Fail(const char* what);

/// SIGTERM ends the program with exit code 0, at once. SIGPIPE is ignored.
void EndOnSigterm();

/// Sets the soft limit of descriptors to the hard one. Returns it.
std::uint64_t RaiseDescriptorLimit();

/// Prints `listening on 127.0.0.1:PORT`, flushed: the driver waits for this line.
void AnnouncePort(std::uint16_t port);

/// A non-blocking socket that listens on a free port, announced. All of the above is done, too.
int ListenOnLoopback();

}  // namespace bench

#endif  // BENCH_SUPPORT_LOOPBACK_H_
