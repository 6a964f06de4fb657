// The command line and the line of numbers that all the WebSocket clients share.
#include "websocket/job.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>

namespace bench {
namespace {

constexpr const char* kStart = "ws://127.0.0.1:";
constexpr std::size_t kUnderWay = 1024 * 1024;  // octets of a stream that have no echo yet

std::int64_t ProcessCpuTime() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * std::int64_t{1'000'000'000} + used.tv_nsec;
}

}  // namespace

std::uint64_t Job::window() const {
  if (mode == "pingpong") return 1;
  if (mode == "stream")
    return std::max<std::uint64_t>(2, kUnderWay / std::max<std::size_t>(size, 1));
  return std::numeric_limits<std::uint64_t>::max();
}

Job ReadJob(int argc, char** argv) {
  Job job;
  if (argc >= 5) job.url = argv[1];
  if (job.url.rfind(kStart, 0) != 0) {
    std::fprintf(stderr, "usage: %s %sPORT/TARGET MODE COUNT SIZE [OPTION]\n", argv[0], kStart);
    std::exit(2);
  }
  const std::string rest = job.url.substr(std::string(kStart).size());
  const std::size_t slash = rest.find('/');
  job.port = static_cast<std::uint16_t>(std::stoi(rest.substr(0, slash)));
  job.target = slash == std::string::npos ? "/" : rest.substr(slash);
  job.mode = argv[2];
  job.count = std::stoull(argv[3]);
  job.size = std::stoul(argv[4]);
  if (argc > 5) job.option = argv[5];
  return job;
}

Stopwatch::Stopwatch() : started_(std::chrono::steady_clock::now()), cpu_(ProcessCpuTime()) {}

void Stopwatch::StopAndPrint(const Job& job) const {
  const auto cpu = static_cast<double>(ProcessCpuTime() - cpu_);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - started_;
  const auto count = static_cast<double>(job.count);
  const double megabytes = count * static_cast<double>(job.size) / 1e6;
  std::printf(
      "mode=%s count=%llu size=%zu seconds=%.6f msgs_per_s=%.0f mb_per_s=%.3f cpu_ns=%.1f\n",
      job.mode.c_str(), static_cast<unsigned long long>(job.count), job.size, time.count(),
      count / time.count(), megabytes / time.count(), cpu / count);
}

void FailWith(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

}  // namespace bench
