// The load generator: many connections to several servers, and what each server's CPU spent.
//
//   echo_load SIZE ACTIVE IDLE ROUNDS SLICE_MS REQUESTS NAME:PORT:PID …
//
// All servers run at once. In each round each of them gets one slice, and the round begins one
// server later than the one before: what the machine does meanwhile meets all of them alike, and
// nobody always runs behind the same neighbour. A slice ends after SLICE_MS or REQUESTS (0: no such
// end), and the server's CPU time is read when all echoes are back. One JSON line per server and
// round.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "load/crowd.h"
#include "load/server_process.h"
#include "support/loopback.h"

namespace {

constexpr std::chrono::milliseconds kTimeToClose{50};

struct Server {
  std::string name;                     // for the output
  int pid = 0;                          // of its process
  std::unique_ptr<bench::Crowd> crowd;  // the connections to it
};

struct Options {
  std::size_t size = 0;      // octets of a message
  std::size_t active = 0;    // connections that play ping-pong
  std::size_t idle = 0;      // connections that are silent
  std::uint64_t rounds = 0;  // slices of each server
  bench::SliceEnd end;       // of each slice
};

Server Connect(const std::string& text, const Options& options) {
  const std::size_t first = text.find(':');
  const std::size_t second = text.find(':', first + 1);
  Server server;
  server.name = text.substr(0, first);
  const int port = std::stoi(text.substr(first + 1, second - first - 1));
  server.pid = std::stoi(text.substr(second + 1));
  server.crowd = std::make_unique<bench::Crowd>(static_cast<std::uint16_t>(port), options.active,
                                                options.size);
  return server;
}

// Adds the silent connections and prints what one of them costs the server's memory.
void AddIdle(Server& server, std::size_t idle) {
  if (idle == 0) return;
  const std::uint64_t before = bench::OwnMemory(server.pid);
  server.crowd->AddIdle(idle);
  const std::uint64_t after = bench::OwnMemory(server.pid);
  const double grown = static_cast<double>(after) - static_cast<double>(before);
  std::printf("{\"kind\": \"memory\", \"server\": \"%s\", \"bytes_per_idle\": %.1f}\n",
              server.name.c_str(), grown / static_cast<double>(idle));
}

double Microseconds(const std::vector<std::uint32_t>& sorted, double part) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(part * last)] / 1e3;
}

void RunSlice(Server& server, std::uint64_t round, const bench::SliceEnd& end) {
  const std::uint64_t before = bench::CpuTimeAtRest(server.pid);
  bench::Slice slice = server.crowd->Run(end);
  const std::uint64_t cpu = bench::CpuTimeAtRest(server.pid) - before;
  std::sort(slice.latencies.begin(), slice.latencies.end());
  std::printf(
      "{\"kind\": \"slice\", \"server\": \"%s\", \"round\": %llu, \"requests\": %llu, "
      "\"seconds\": %.6f, \"cpu_ns_per_request\": %.1f, \"p50_us\": %.1f, \"p99_us\": %.1f}\n",
      server.name.c_str(), static_cast<unsigned long long>(round),
      static_cast<unsigned long long>(slice.requests), slice.seconds,
      static_cast<double>(cpu) / static_cast<double>(slice.requests),
      Microseconds(slice.latencies, 0.5), Microseconds(slice.latencies, 0.99));
  std::fflush(stdout);
}

// Says which server it was if something fails.
template <typename Action>
void For(const std::string& name, Action action) {
  try {
    action();
  } catch (const std::exception& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}

// Closes all connections and waits until the servers have done so, too: who counts system calls
// while we run wants all of them, in each run.
void Disconnect(std::vector<Server>* servers) {
  for (Server& server : *servers) server.crowd.reset();
  std::this_thread::sleep_for(kTimeToClose);
  for (const Server& server : *servers) bench::CpuTimeAtRest(server.pid);
}

void Measure(const Options& options, const std::vector<std::string>& texts) {
  std::vector<Server> servers;
  for (const std::string& text : texts) {
    For(text.substr(0, text.find(':')), [&] {
      servers.push_back(Connect(text, options));
      servers.back().crowd->Run({{}, options.active});  // warm: the first one pays for pages
      AddIdle(servers.back(), options.idle);
    });
  }
  for (std::uint64_t round = 0; round < options.rounds; ++round) {
    for (std::size_t i = 0; i < servers.size(); ++i) {
      Server& server = servers[(round + i) % servers.size()];
      For(server.name, [&] { RunSlice(server, round, options.end); });
    }
  }
  Disconnect(&servers);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 7) {
    std::fprintf(stderr,
                 "usage: echo_load SIZE ACTIVE IDLE ROUNDS SLICE_MS REQUESTS "
                 "NAME:PORT:PID ...\n");
    return 2;
  }
  bench::RaiseDescriptorLimit();
  try {
    Options options{
        std::stoul(words[0]), std::stoul(words[1]), std::stoul(words[2]), std::stoul(words[3]), {}};
    options.end.time = std::chrono::milliseconds(std::stol(words[4]));
    options.end.requests = std::stoul(words[5]);
    Measure(options, {words.begin() + 6, words.end()});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "echo_load: %s\n", error.what());
    return 1;
  }
  return 0;
}
