// A lesson's `serve` as a process of its own.
#ifndef TESTS_CONTRACT_SERVER_PROCESS_H_
#define TESTS_CONTRACT_SERVER_PROCESS_H_

#include <memory>
#include <string>

#include "01_blocking/endpoint.h"
#include "tests/contract/servers.h"
#include "tests/support/child_process.h"

namespace contract {

/// Starts a server on a free port and learns the port from its first line.
class ServerProcess {
 public:
  /// @throws std::runtime_error if it does not announce itself.
  explicit ServerProcess(const ServerCommand& command, const std::string& bind = "127.0.0.1");

  /// Where it listens.
  const l01::Endpoint& endpoint() const { return endpoint_; }
  /// Sends the signal and returns the exit code, or kStillRunning.
  int Stop(int signal);
  /// The process.
  test_support::ChildProcess& process() { return *process_; }

 private:
  std::unique_ptr<test_support::ChildProcess> process_;  // the running server
  l01::Endpoint endpoint_;                               // from "listening on A:P"
};

}  // namespace contract

#endif  // TESTS_CONTRACT_SERVER_PROCESS_H_
