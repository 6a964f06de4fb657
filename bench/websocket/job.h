// What every WebSocket client here is told on its command line, and the line that it prints:
//
//   CLIENT ws://127.0.0.1:PORT/TARGET MODE COUNT SIZE [OPTION]
//   mode=… count=… size=… seconds=… msgs_per_s=… mb_per_s=… cpu_ns=…
//
// That is the line of `05_websocket bench`. C++17, because websocketpp cannot be compiled as C++20.
#ifndef BENCH_WEBSOCKET_JOB_H_
#define BENCH_WEBSOCKET_JOB_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

/// One measurement.
struct Job {
  std::string url;          // all of it
  std::uint16_t port = 0;   // from the URL
  std::string target;       // from the URL, "/echo"
  std::string mode;         // pingpong, stream, flood, send or recv
  std::uint64_t count = 0;  // messages
  std::size_t size = 0;     // octets of each
  std::string option;       // what else this client knows; may be empty

  bool sends() const { return mode != "recv"; }
  bool receives() const { return mode != "send"; }
  /// How many messages may be without an echo.
  std::uint64_t window() const;
};

/// Reads the command line, or ends the program with exit code 2 and one line.
Job ReadJob(int argc, char** argv);

/// Measures from its construction to Stop().
class Stopwatch {
 public:
  Stopwatch();
  /// Prints the line. The time of a start-up, made before the stopwatch, does not count.
  void StopAndPrint(const Job& job) const;

 private:
  std::chrono::steady_clock::time_point started_;  // by the wall clock
  std::int64_t cpu_;                               // of this process then, in nanoseconds
};

/// Prints `what` on stderr and ends the program with exit code 1.
[[noreturn]] void FailWith(const std::string& what);

}  // namespace bench

#endif  // BENCH_WEBSOCKET_JOB_H_
