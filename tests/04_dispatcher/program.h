// The program 04_dispatcher as a process. POSIX only.
#ifndef TESTS_04_DISPATCHER_PROGRAM_H_
#define TESTS_04_DISPATCHER_PROGRAM_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "01_blocking/endpoint.h"
#include "tests/support/child_process.h"

namespace l04 {

/// What a run of the program left.
struct ProgramOutcome {
  int exit_code;
  std::string out, err;
};

/// Runs the program with these arguments until it ends.
ProgramOutcome RunProgram(const std::vector<std::string>& arguments);

/// `04_dispatcher serve --backend …`, watched by strace, which counts its system calls.
class CountedServer {
 public:
  explicit CountedServer(const std::vector<std::string>& arguments);
  ~CountedServer();
  const l01::Endpoint& endpoint() const { return endpoint_; }
  /// Ends the server and returns its calls by name.
  std::map<std::string, std::uint64_t> Stop();

 private:
  std::string path_;  // where strace writes its table
  std::unique_ptr<test_support::ChildProcess> process_;
  l01::Endpoint endpoint_;
};

}  // namespace l04

#endif  // TESTS_04_DISPATCHER_PROGRAM_H_
