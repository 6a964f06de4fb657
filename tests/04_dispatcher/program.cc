#include "tests/04_dispatcher/program.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/wait.h"

namespace l04 {
namespace {

constexpr std::chrono::seconds kLong{60};

std::string AnyPath() {
  static int number = 0;
  return "/tmp/04_dispatcher_calls." + std::to_string(::getpid()) + "." + std::to_string(++number);
}

}  // namespace

ProgramOutcome RunProgram(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {NETLADDER_04_DISPATCHER};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  test_support::ChildProcess process(argv);
  process.CloseStdin();
  const int exit_code = process.WaitExit(kLong);
  return {exit_code, process.Stdout(), process.Stderr()};
}

// LeakSanitizer cannot work while strace traces the process.
CountedServer::CountedServer(const std::vector<std::string>& arguments) : path_(AnyPath()) {
  std::vector<std::string> argv = {
      "env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-D",     "-f", "-c", "-o",
      path_, NETLADDER_04_DISPATCHER,       "serve",  "--port", "0"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  process_ = std::make_unique<test_support::ChildProcess>(argv);
  const std::string line = process_->ReadLine(kLong).value_or("");
  const std::size_t colon = line.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error("no port: " + process_->Stderr());
  const auto port = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
  endpoint_ = l01::Endpoint::Loopback(port);
}

CountedServer::~CountedServer() {
  std::remove(path_.c_str());
}

std::map<std::string, std::uint64_t> CountedServer::Stop() {
  process_->Terminate(SIGTERM);
  process_->WaitExit(kLong);
  // "% time  seconds  usecs/call  calls  [errors]  syscall", written when the program has ended.
  std::map<std::string, std::uint64_t> calls;
  test_support::WaitUntil([&] {
    std::ifstream table(path_);
    for (std::string line; std::getline(table, line);) {
      std::istringstream words(line);
      std::vector<std::string> columns;
      for (std::string word; words >> word;) columns.push_back(word);
      if (columns.size() < 5 || columns[0].find_first_not_of("0123456789.") != std::string::npos) {
        continue;
      }
      calls[columns.back()] = std::stoull(columns[3]);
    }
    return calls.contains("total");
  });
  return calls;
}

}  // namespace l04
