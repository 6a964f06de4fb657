// What stopping and leaving do to the descriptors of a server, and of everybody else. POSIX only:
// it counts on the lowest free number being given out next.
#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/blocking_echo_server.h"
#include "01_blocking/echo/thread_echo_server.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "tests/support/in_front.h"
#include "tests/support/server_process.h"
#include "tests/support/wait.h"

namespace l01 {
namespace {

using test_support::Joined;
using test_support::ServerProcess;
using test_support::WithDescriptorLimit;

std::ptrdiff_t OpenDescriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return std::distance(begin(entries), end(entries));
}

TEST(BlockingEchoServer, StoppedTwiceLeavesTheSocketsOfOthersAlone) {
  BlockingEchoServer server(Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  server.Stop();
  thread.join();
  // Whoever comes next gets the numbers of the sockets that the server had.
  Socket listener = ListenOn(Endpoint::Loopback());
  std::list<std::pair<Socket, Socket>> strangers;
  for (int i = 0; i < 4; ++i) {
    Socket client = ConnectTo(listener.LocalEndpoint());
    strangers.emplace_back(std::move(client), listener.Accept().value());
  }
  server.Stop();
  EXPECT_TRUE(ConnectTo(listener.LocalEndpoint()).valid());
  for (auto& [one, other] : strangers) {
    one.SendAll(std::as_bytes(std::span("hello", 5)));
    std::array<std::byte, 5> room;
    EXPECT_TRUE(other.Recv(room).ok());
    other.SendAll(std::as_bytes(std::span("hello", 5)));
    EXPECT_TRUE(one.Recv(room).ok());
  }
}

// The state of a thread of this process: S while it waits in a system call (man 5 proc).
bool Sleeps(pid_t thread) {
  std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
  std::string stat;
  std::getline(file, stat);
  return stat.find(") S ") != std::string::npos;
}

// One thread waits in `call`, and another one shuts the socket down.
template <typename Call>
void ExpectShutdownEnds(Socket& socket, Call call) {
  std::atomic<pid_t> thread = 0;
  std::thread waits([&] {
    thread = ::gettid();
    call();
  });
  EXPECT_TRUE(test_support::WaitUntil([&] { return thread != 0 && Sleeps(thread); }));
  native::ShutdownBoth(socket.native());
  waits.join();
}

TEST(Shutdown, EndsARecvThatWaits) {
  auto [one, other] = ConnectedPair();
  ExpectShutdownEnds(one, [&one = one] {
    std::array<std::byte, 1> room;
    EXPECT_EQ(one.Recv(room).status, IoResult::Status::kEndOfStream);
  });
}

// Linux only: nobody else promises it.
TEST(Shutdown, OfAListenerEndsAnAcceptThatWaitsOnLinux) {
  Socket listener = ListenOn(Endpoint::Loopback());
  ExpectShutdownEnds(listener, [&] { EXPECT_THROW(listener.Accept(), SocketError); });
}

TEST(ThreadEchoServer, ClosesTheSocketOfAClientThatHasLeftAlthoughNobodyElseComes) {
  ThreadEchoServer server(Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  const std::ptrdiff_t before = OpenDescriptors();
  {
    Socket client = ConnectTo(server.local());
    EXPECT_EQ(Exchange(client, "hello"), "hello");
  }
  EXPECT_TRUE(test_support::WaitUntil([&] { return OpenDescriptors() == before; }));
  server.Stop();
  thread.join();
}

class ServerThatIsFull : public testing::TestWithParam<const char*> {};

TEST_P(ServerThatIsFull, StopsAlthoughItHasNoDescriptorLeft) {
  ServerProcess server(
      Joined(WithDescriptorLimit(24), {NETLADDER_01_BLOCKING, "serve", "--mode", GetParam()}));
  std::list<Socket> clients;
  for (int i = 0; i < 30; ++i) clients.push_back(ConnectTo(server.endpoint()));
  EXPECT_EQ(Exchange(clients.front(), "hello"), "hello");
  if (std::string_view(GetParam()) != "blocking") {
    // It says so when it is full. The blocking one has one client, and its queue is never full.
    EXPECT_TRUE(test_support::WaitUntil([&] {
      server.process().WaitExit(std::chrono::milliseconds(1));  // reads what it says
      return server.process().Stderr().find("pausing accept") != std::string::npos;
    }));
  }
  EXPECT_EQ(server.Stop(), 0);
}

INSTANTIATE_TEST_SUITE_P(Modes, ServerThatIsFull, testing::Values("blocking", "threads", "poll"));

}  // namespace
}  // namespace l01
