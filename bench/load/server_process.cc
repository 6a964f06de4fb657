// /proc/PID/task/*/schedstat and /proc/PID/status.
#include "load/server_process.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace bench {
namespace {

constexpr int kMostLooks = 100;
constexpr std::chrono::milliseconds kBetweenLooks{1};

std::filesystem::path FolderOf(int pid) {
  return std::filesystem::path("/proc") / std::to_string(pid);
}

std::uint64_t CpuTime(int pid) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator(FolderOf(pid) / "task", error)) {
    std::ifstream schedstat(task.path() / "schedstat");
    std::uint64_t nanoseconds = 0;
    if (schedstat >> nanoseconds) sum += nanoseconds;
  }
  if (error) throw std::runtime_error("server " + std::to_string(pid) + " is gone");
  return sum;
}

}  // namespace

std::uint64_t CpuTimeAtRest(int pid) {
  std::uint64_t before = CpuTime(pid);
  for (int look = 0; look < kMostLooks; ++look) {
    std::this_thread::sleep_for(kBetweenLooks);
    const std::uint64_t now = CpuTime(pid);
    if (now == before) break;
    before = now;
  }
  return before;
}

std::uint64_t OwnMemory(int pid) {
  std::ifstream status(FolderOf(pid) / "status");
  for (std::string word; status >> word;) {
    std::uint64_t kilobytes = 0;
    if (word == "RssAnon:" && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("server " + std::to_string(pid) + " is gone");
}

}  // namespace bench
