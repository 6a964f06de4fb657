// Five ways to keep a server busy, and one line of numbers.
#include "05_websocket/program/bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>
#include <stdexcept>

#include "05_websocket/client/websocket_client.h"
#include "05_websocket/program/connection_options.h"
#include "05_websocket/program/cpu_time.h"
#include "support/command_line.h"

namespace l05 {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{30};   // without any progress: no echo server
constexpr std::size_t kUnderWay = 1024 * 1024;  // octets of a stream that have no echo yet
constexpr std::size_t kQueueMark = 64 * 1024;   // more would leave the processor's cache
constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();

ClientOptions BenchOptions(const ClientArguments& client, const BenchArguments& bench) {
  ClientOptions options = OptionsFor(client);
  options.compress = false;  // the payload is one letter: its compression would be measured
  options.high_water = std::max(kQueueMark, bench.size);
  const auto size = std::max<std::uint64_t>(client.max_message, bench.size);
  options.limits.max_frame = options.limits.max_message = size;
  return options;
}

// How many messages may be without an echo.
std::uint64_t WindowFor(const BenchArguments& bench) {
  if (bench.mode == "pingpong") return 1;
  if (bench.mode == "flood" || bench.mode == "send") return kAll;
  return std::max<std::uint64_t>(2, kUnderWay / std::max<std::size_t>(bench.size, 1));
}

// What to measure.
struct Job {
  explicit Job(const BenchArguments& bench)
      : arguments(bench),
        sends(bench.mode != "recv"),
        receives(bench.mode != "send"),
        window(WindowFor(bench)),
        payload(bench.size, 'x') {}

  BenchArguments arguments;  // as they were given
  bool sends;                // not in "recv"
  bool receives;             // not in "send": nothing that comes counts
  std::uint64_t window;      // messages that may be without an echo
  std::string payload;       // of every message
};

// From the first message to the last echo.
struct Stopwatch {
  void Start() {
    started = Clock::now();
    cpu_at_start = ProcessCpuTime();
  }
  void Stop() {
    wall = Clock::now() - started;
    cpu = ProcessCpuTime() - cpu_at_start;
  }

  Clock::time_point started;                // the first message was queued
  std::chrono::nanoseconds cpu_at_start{};  // what the process had used then
  Clock::duration wall{};                   // the time that has passed
  std::chrono::nanoseconds cpu{};           // the time of this process
};

// One measurement. "send" is over when the server has answered our Close frame, which it reads
// last; what it says meanwhile does not count. In "recv" we say nothing.
class Bench {
 public:
  Bench(const ClientArguments& client, const BenchArguments& bench)
      : job_(bench), loop_(l04::BackendFromString(client.backend)), client_(loop_) {
    slots_.push_back(client_.SignalOpen.connect([this](auto*) { OnOpen(); }));
    slots_.push_back(client_.SignalWritable.connect([this](auto*) { SendMore(); }));
    slots_.push_back(client_.SignalMessage.connect(
        [this](auto*, Opcode opcode, std::string_view payload) { OnMessage(opcode, payload); }));
    slots_.push_back(client_.SignalClose.connect([this](auto*, const CloseInfo& info) {
      if (!job_.receives) watch_.Stop();
      closed_ = info;
      loop_.WakeUp();
    }));
  }

  int Run(const ClientArguments& client) {
    std::string error;
    if (!client_.Open(client.url, BenchOptions(client, job_.arguments), &error)) {
      throw support::UsageError(error);
    }
    while (!closed_ && problem_.empty() && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
    }
    if (!problem_.empty()) throw std::runtime_error(problem_);
    if (!closed_) throw std::runtime_error(loop_.LastError());
    const std::uint64_t done = job_.receives ? received_ : sent_ - closed_->unsent;
    if (done < job_.arguments.count || (!job_.receives && !closed_->clean)) {
      throw std::runtime_error(closed_->what);
    }
    Print();
    return 0;
  }

 private:
  void OnOpen() {
    watch_.Start();
    WatchProgress();
    if (job_.sends) SendMore();
  }

  // Runs in handlers only, so the client gathers what is queued here and sends it once.
  void SendMore() {
    while (sent_ < job_.arguments.count && sent_ - received_ < job_.window) {
      const SendStatus status = client_.SendBinary(job_.payload);
      if (status != SendStatus::kQueued && status != SendStatus::kFull) return;
      ++sent_;
      if (status == SendStatus::kFull) break;  // SignalWritable goes on
    }
    if (!job_.receives && sent_ == job_.arguments.count) client_.Close(kNormalClosure);
  }

  void OnMessage(Opcode opcode, std::string_view payload) {
    if (!job_.receives) return;
    if (!IsExpected(opcode, payload)) return Fail(Problem(payload));
    if (++received_ < job_.arguments.count) {
      if (job_.sends && job_.window != kAll) SendMore();
    } else if (received_ == job_.arguments.count) {
      watch_.Stop();
      client_.Close(kNormalClosure);
    }
  }

  // What comes behind the last one is on its way already.
  bool IsExpected(Opcode opcode, std::string_view payload) const {
    if (!job_.sends) return payload.size() == job_.arguments.size;
    return opcode == Opcode::kBinary && payload == job_.payload && received_ < sent_;
  }

  std::string Problem(std::string_view payload) const {
    const std::string message = "message " + std::to_string(received_ + 1);
    if (job_.sends) return message + " is no echo of ours";
    return message + " has " + std::to_string(payload.size()) + " octets";
  }

  // A server that is no echo server would keep us waiting for ever. Octets that leave count as
  // progress too: one message may be a gigabyte.
  void WatchProgress() {
    const std::uint64_t received = received_;
    const std::size_t queued = client_.queued();
    const Progress before = client_.progress();
    progress_ = loop_.CallAfter(kPatience, [this, received, queued, before] {
      if (received != received_ || queued != client_.queued()) return WatchProgress();
      if (!job_.receives && Moved(before, client_.progress())) return WatchProgress();
      if (!job_.receives) return Fail("no answer to our Close frame");
      Fail((job_.sends ? "no echo of message " : "no message ") + std::to_string(received_ + 1) +
           " within " + std::to_string(kPatience.count()) + " s");
    });
  }

  void Fail(std::string problem) {
    problem_ = std::move(problem);
    loop_.WakeUp();
  }

  void Print() const {
    const std::chrono::duration<double> time = watch_.wall;
    const double seconds = std::max(time.count(), 1e-9);
    const auto count = static_cast<double>(job_.arguments.count);
    std::printf(
        "mode=%s count=%llu size=%zu seconds=%.6f msgs_per_s=%.0f mb_per_s=%.3f cpu_ns=%.0f\n",
        job_.arguments.mode.c_str(), static_cast<unsigned long long>(job_.arguments.count),
        job_.arguments.size, seconds, count / seconds,
        count * static_cast<double>(job_.arguments.size) / seconds / 1e6,
        static_cast<double>(watch_.cpu.count()) / count);
  }

  const Job job_;                       // what to measure
  l04::PhysicalSocketServer loop_;      // declared before everything that stands on it
  WebSocketClient client_;              // the connection
  std::uint64_t sent_ = 0;              // messages that the queue took
  std::uint64_t received_ = 0;          // echoes
  Stopwatch watch_;                     // how long it took
  std::string problem_;                 // what went wrong
  std::optional<CloseInfo> closed_;     // the end of the connection
  l04::Timer progress_;                 // looks for progress
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

}  // namespace

int RunBench(const ClientArguments& client, const BenchArguments& bench) {
  return Bench(client, bench).Run(client);
}

}  // namespace l05
