// `bench URL MODE COUNT SIZE`: how fast does this client talk to a server?
//
//   pingpong  one message at a time: the round trip is measured
//   stream    a few messages under way, in both directions at once: large messages are measured
//   flood     all of them as fast as the queue takes them: the cost of a small message is measured
//   send      the same, and what the server says does not count: our outgoing half alone
//   recv      the server sends COUNT messages of SIZE octets on its own: our incoming half alone.
//   The
//             embedded one does at /source?count=COUNT&size=SIZE
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_BENCH_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_BENCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// What to measure.
struct BenchArguments {
  std::string mode;         // one of kBenchModes
  std::uint64_t count = 0;  // messages
  std::size_t size = 0;     // octets of each
};

/// The names of the modes.
inline const std::vector<std::string> kBenchModes = {"pingpong", "stream", "flood", "send", "recv"};

/// The largest message that a measurement sends.
inline constexpr std::size_t kMaxBenchSize = 1024 * 1024 * 1024;

/// Sends or receives `count` messages, checks what comes back, and prints one line: mode=… count=…
/// size=… seconds=… msgs_per_s=… mb_per_s=… cpu_ns=… (1 MB is 1,000,000 octets, counted once
/// although they may travel both ways; cpu_ns is the processor's time per message, without the
/// start-up). Returns the exit code.
/// @throws support::UsageError for a wrong address; std::runtime_error with one line if an echo is
/// wrong or missing.
int RunBench(const ClientArguments& client, const BenchArguments& bench);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_BENCH_H_
