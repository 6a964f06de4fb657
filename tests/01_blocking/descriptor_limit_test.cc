// What happens when the process has no descriptor left.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <list>

#include "01_blocking/blocking_echo.h"
#include "01_blocking/error.h"
#include "01_blocking/readiness.h"
#include "01_blocking/select_set.h"
#include "tests/support/child_process.h"

namespace l01 {
namespace {

using test_support::ChildProcess;

// Lowers or raises the limit of open descriptors for the life of this object.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t limit) {
    ::getrlimit(RLIMIT_NOFILE, &former_);
    const rlimit lowered{limit, former_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &former_); }

 private:
  rlimit former_{};
};

TEST(DescriptorLimit, IsAnErrorThatNamesTheCall) {
  const Socket highest = Socket::OpenTcp(AF_INET);
  const DescriptorLimit limit(static_cast<rlim_t>(highest.native()) + 1);
  try {
    Socket::OpenTcp(AF_INET);
    FAIL() << "there was one more";
  } catch (const SocketError& error) {
    EXPECT_STREQ(error.what(), "socket: Too many open files");
    EXPECT_TRUE(IsOutOfDescriptors(error.code()));
  }
}

TEST(SelectSet, RefusesADescriptorThatDoesNotFitInsteadOfWritingPastItsEnd) {
  std::list<Socket> sockets;
  do {
    sockets.push_back(Socket::OpenTcp(AF_INET));
  } while (sockets.back().native() < FD_SETSIZE);
  SelectSet set;
  EXPECT_TRUE(set.Add(sockets.front()));
  EXPECT_FALSE(set.Add(sockets.back()));
}

class ServerWithFewDescriptors : public testing::TestWithParam<const char*> {};

TEST_P(ServerWithFewDescriptors, ServesTheRestWhenSomebodyLeaves) {
  const std::string command = std::string("ulimit -n 24; exec '") + NETLADDER_01_BLOCKING +
                              "' serve --port 0 --mode " + GetParam();
  ChildProcess server({"sh", "-c", command});
  const std::string line = server.ReadLine().value();
  const auto port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));

  std::list<Socket> clients;
  for (int i = 0; i < 30; ++i) clients.push_back(ConnectTo(Endpoint::Loopback(port)));
  EXPECT_EQ(Exchange(clients.front(), "hello"), "hello");
  Socket last = std::move(clients.back());
  last.SendAll(std::as_bytes(std::span("hello", 5)));
  EXPECT_FALSE(WaitReadable(last, std::chrono::milliseconds(300)));  // it waits in the queue
  clients.clear();
  EXPECT_TRUE(WaitReadable(last, std::chrono::seconds(20)));

  server.Terminate();
  EXPECT_EQ(server.WaitExit(), 0);
  EXPECT_NE(server.Stderr().find("Too many open files; pausing accept"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Modes, ServerWithFewDescriptors, testing::Values("threads", "poll"));

}  // namespace
}  // namespace l01
