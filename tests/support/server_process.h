// A lesson's `serve` as a process of its own.
#ifndef TESTS_SUPPORT_SERVER_PROCESS_H_
#define TESTS_SUPPORT_SERVER_PROCESS_H_

#include <string>
#include <vector>

#include "01_blocking/sockets/endpoint.h"
#include "tests/support/child_process.h"

namespace test_support {

/// A server on a free port, which it tells in its first line. POSIX only, one thread.
class ServerProcess {
 public:
  /// Starts `command`, which ends in the words of `serve`, without --port and --bind.
  /// @throws std::runtime_error if it does not announce itself.
  explicit ServerProcess(std::vector<std::string> command, const std::string& bind = "127.0.0.1");

  /// Where it listens.
  const l01::Endpoint& endpoint() const { return endpoint_; }
  /// Sends the signal and returns the exit code, or ChildProcess::kStillRunning.
  int Stop(int signal = SIGTERM);
  /// The process.
  ChildProcess& process() { return process_; }
  /// How many threads it has now, without those of a sanitizer.
  int Threads() const;

 private:
  ChildProcess process_;    // the running server
  l01::Endpoint endpoint_;  // from "listening on A:P"
};

}  // namespace test_support

#endif  // TESTS_SUPPORT_SERVER_PROCESS_H_
