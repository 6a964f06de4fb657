// A process that runs out of descriptors, threads or memory goes on: it serves those who are in,
// and accepts again later. Linux only: limits, and strace, which makes calls fail.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <list>
#include <span>
#include <string>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/readiness.h"
#include "02_wsaeventselect/experiments/cpu_time.h"
#include "tests/02_wsaeventselect/support/support.h"
#include "tests/support/in_front.h"
#include "tests/support/patience.h"
#include "tests/support/server_process.h"
#include "tests/support/wait.h"

namespace l02_test {
namespace {

using test_support::Joined;
using test_support::ServerProcess;
using test_support::WithDescriptorLimit;

std::vector<std::string> Serve(const char* loop) {
  return {NETLADDER_02_WSAEVENTSELECT, "serve", "--loop", loop};
}

bool IsServed(const l01::Endpoint& server) {
  try {
    l01::Socket client = l01::ConnectTo(server);
    client.SendAll(std::as_bytes(std::span("hello", 5)));
    std::array<std::byte, 5> room;
    return l01::WaitReadable(client, std::chrono::seconds(1)) && client.Recv(room).ok();
  } catch (const l01::SocketError&) {
    return false;  // turned away: that is allowed for a while
  }
}

std::string NameOfLoop(const testing::TestParamInfo<const char*>& loop) {
  std::string name = loop.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// Waits until the server says that it is full.
bool HasPaused(ServerProcess& server) {
  return test_support::WaitUntil([&] {
    server.process().WaitExit(std::chrono::milliseconds(1));  // reads what it says
    return server.process().Stderr().find("; pausing accept\n") != std::string::npos;
  });
}

class EmulationRunningOut : public testing::TestWithParam<const char*> {};

TEST_P(EmulationRunningOut, OfDescriptorsStopsNoServer) {
  ServerProcess server(Joined(WithDescriptorLimit(40), Serve(GetParam())));
  std::list<l01::Socket> clients;
  for (int i = 0; i < 60; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
  EXPECT_TRUE(HasPaused(server));
  // Who is in is served all the time.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(l01::Exchange(clients.front(), "hello"), "hello");
  clients.clear();
  EXPECT_TRUE(test_support::WaitUntil([&] { return IsServed(server.endpoint()); }));
  EXPECT_EQ(server.Stop(), 0) << server.process().Stderr();
}

TEST_P(EmulationRunningOut, OfThreadsAndMemoryStopsNoServer) {
  // Every third of these calls fails, but not the program's first; of epoll_ctl only the fifth.
  const std::string second_thread = std::to_string(2 + test_support::kSanitizerThreads);
  const std::vector<std::string> faults = {
      "?clone3,?clone:error=EAGAIN:when=" + second_thread + "+3",
      "epoll_create1:error=EMFILE:when=2+3",
      "epoll_ctl:error=ENOMEM:when=5",
      "poll:error=ENOMEM:when=2+3",
      "poll:error=EINVAL:when=2+3",
      "eventfd2:error=EMFILE:when=1+1"};
  for (const std::string& fault : faults) {
    ServerProcess server(Joined({"env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-D", "-f", "-qq",
                                 "-o", "/dev/null", "-e", "inject=" + fault},
                                Serve(GetParam())));
    for (int i = 0; i < 4; ++i) {
      EXPECT_TRUE(test_support::WaitUntil([&] { return IsServed(server.endpoint()); })) << fault;
    }
    EXPECT_EQ(server.Stop(), 0) << fault << ": " << server.process().Stderr();
  }
}

INSTANTIATE_TEST_SUITE_P(Loops, EmulationRunningOut,
                         testing::Values("per-socket", "shared", "webrtc", "grouped", "threads"),
                         NameOfLoop);

// One line per pause, and pauses that last, although the clients who are in never stop talking.
class EmulationPause : public testing::TestWithParam<const char*> {};

TEST_P(EmulationPause, IsATimeAndOneLine) {
  ServerProcess server(Joined(WithDescriptorLimit(40), Serve(GetParam())));
  std::list<l01::Socket> clients;
  for (int i = 0; i < 60; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(HasPaused(server));
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(l01::Exchange(clients.front(), "hello"), "hello");
  clients.clear();
  EXPECT_EQ(server.Stop(), 0);
  const auto pauses = (std::chrono::steady_clock::now() - start) / std::chrono::milliseconds(100);
  const std::string& said = server.process().Stderr();
  EXPECT_LE(std::count(said.begin(), said.end(), '\n'), pauses + 2) << said;
}

INSTANTIATE_TEST_SUITE_P(Loops, EmulationPause,
                         testing::Values("per-socket", "shared", "webrtc", "grouped", "threads"),
                         NameOfLoop);

// poll takes no more entries than the process may have descriptors. Most events have none.
class EmulationWait : public WinsockTest {};

TEST_F(EmulationWait, SleepsAlthoughTheLimitIsLowerThanTheNumberOfItsEvents) {
  const SelectedPair pair(FD_READ);
  std::list<OwnedEvent> events;
  std::vector<WSAEVENT> handles = {pair.event.get()};
  while (handles.size() < WSA_MAXIMUM_WAIT_EVENTS) handles.push_back(events.emplace_back().get());
  const auto count = static_cast<DWORD>(handles.size());
  rlimit former{};
  ::getrlimit(RLIMIT_NOFILE, &former);
  // Lower even than the two that poll must really be given: then it refuses in any case.
  for (const rlim_t limit : {rlim_t{20}, rlim_t{1}}) {
    const rlimit low{limit, former.rlim_max};
    ASSERT_EQ(0, ::setrlimit(RLIMIT_NOFILE, &low));
    const auto before = l02::ThreadCpuTime();
    const DWORD silent = WSAWaitForMultipleEvents(count, handles.data(), FALSE, 400, FALSE);
    const auto used = l02::ThreadCpuTime() - before;
    SendText(pair.peer.get(), "x");
    const DWORD heard = WSAWaitForMultipleEvents(count, handles.data(), FALSE, kPatience, FALSE);
    ::setrlimit(RLIMIT_NOFILE, &former);
    EXPECT_EQ(WSA_WAIT_TIMEOUT, silent);
    EXPECT_LT(used, std::chrono::milliseconds(200)) << "it did not sleep: limit " << limit;
    EXPECT_EQ(WSA_WAIT_EVENT_0, heard);
    EXPECT_EQ(FD_READ, Enumerate(pair.subject.get(), pair.event.get()).events);
    EXPECT_EQ(1, ReceiveSome(pair.subject.get(), 8));
  }
}

}  // namespace
}  // namespace l02_test
