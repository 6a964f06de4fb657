#include "tests/support/in_front.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/wait.h"

namespace test_support {
namespace {

// -D: strace runs beside the program, which stays our own child. LeakSanitizer cannot work while
// strace traces the process.
std::vector<std::string> Strace(const std::vector<std::string>& options) {
  return Joined({"env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-D", "-f"}, options);
}

std::string NewTemporaryPath() {
  static int number = 0;
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() /
      ("netladder-calls-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
  std::filesystem::remove(path);
  return path;
}

}  // namespace

std::vector<std::string> Joined(std::vector<std::string> front,
                                const std::vector<std::string>& back) {
  front.insert(front.end(), back.begin(), back.end());
  return front;
}

std::vector<std::string> WithDescriptorLimit(int limit) {
  return {"sh", "-c", "ulimit -n " + std::to_string(limit) + "; exec \"$@\"", "sh"};
}

std::vector<std::string> WithFault(const std::string& fault) {
  return Strace({"-qq", "-o", "/dev/null", "-e", "inject=" + fault});
}

CallTable::CallTable() : path_(NewTemporaryPath()) {}

CallTable::~CallTable() {
  std::filesystem::remove(path_);
}

std::vector<std::string> CallTable::words() const {
  return Strace({"-c", "-o", path_});
}

std::map<std::string, std::uint64_t> CallTable::Read() const {
  std::map<std::string, std::uint64_t> calls;
  // strace writes the table after the program has ended: "% time, seconds, usecs/call, calls,
  // errors (may be empty), syscall", and a line "total" at the end.
  WaitUntil([&] {
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) {
      std::istringstream columns(line);
      std::string share, seconds, usecs, count, word, name;
      columns >> share >> seconds >> usecs >> count;
      while (columns >> word) name = word;
      if (!count.empty() && count.find_first_not_of("0123456789") == std::string::npos) {
        calls[name] = std::stoull(count);
      }
    }
    return calls.contains("total");
  });
  return calls;
}

CallLog::CallLog() : path_(NewTemporaryPath()) {}

CallLog::~CallLog() {
  std::filesystem::remove(path_);
}

// --seccomp-bpf: only the calls that are asked for stop the server, ten thousand clients are many.
std::vector<std::string> CallLog::words() const {
  return Strace({"--seccomp-bpf", "-e", "trace=recvfrom,sendto,epoll_ctl,?epoll_wait,?epoll_pwait",
                 "-o", path_});
}

std::uint64_t CallLog::Count(const std::string& call) const {
  std::ifstream file(path_);
  std::uint64_t count = 0;
  for (std::string line; std::getline(file, line);) {
    const bool asked = line.find(" " + call + "(") != std::string::npos;
    if (asked && line.find(" = -1 ") == std::string::npos) ++count;
  }
  return count;
}

}  // namespace test_support
