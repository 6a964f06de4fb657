// What happens when the process has no descriptor left.
#include <gtest/gtest.h>

#include <list>
#include <string>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/readiness.h"
#include "01_blocking/sockets/select_set.h"
#include "tests/support/descriptor_limit.h"
#include "tests/support/in_front.h"
#include "tests/support/patience.h"
#include "tests/support/server_process.h"

namespace l01 {
namespace {

using test_support::DescriptorLimit;
using test_support::Joined;
using test_support::ServerProcess;
using test_support::WithDescriptorLimit;

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

// No memory for its set, or a limit that was lowered below the number of its entries.
TEST(PollServer, GoesOnServingWhenPollIsRefused) {
  for (const char* error : {"ENOMEM", "EINVAL"}) {
    const std::string fault = std::string("poll:error=") + error + ":when=2+2";
    ServerProcess server(
        Joined(test_support::WithFault(fault), {NETLADDER_01_BLOCKING, "serve", "--mode", "poll"}));
    Socket first = ConnectTo(server.endpoint());
    Socket second = ConnectTo(server.endpoint());
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(Exchange(first, "hello"), "hello") << error;
      EXPECT_EQ(Exchange(second, "hello"), "hello") << error;
    }
    EXPECT_EQ(server.Stop(), 0) << error << ": " << server.process().Stderr();
  }
}

class ServerWithFewDescriptors : public testing::TestWithParam<const char*> {};

TEST_P(ServerWithFewDescriptors, ServesTheRestWhenSomebodyLeaves) {
  ServerProcess server(
      Joined(WithDescriptorLimit(24), {NETLADDER_01_BLOCKING, "serve", "--mode", GetParam()}));
  std::list<Socket> clients;
  for (int i = 0; i < 30; ++i) clients.push_back(ConnectTo(server.endpoint()));
  EXPECT_EQ(Exchange(clients.front(), "hello"), "hello");
  Socket last = std::move(clients.back());
  last.SendAll(std::as_bytes(std::span("hello", 5)));
  EXPECT_FALSE(WaitReadable(last, std::chrono::milliseconds(300)));  // it waits in the queue
  EXPECT_EQ(Exchange(clients.front(), "again"), "again");            // who is in is served
  clients.clear();
  EXPECT_TRUE(WaitReadable(last, test_support::kPatience));

  EXPECT_EQ(server.Stop(), 0);
  EXPECT_NE(server.process().Stderr().find("Too many open files; pausing accept"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Modes, ServerWithFewDescriptors, testing::Values("threads", "poll"));

}  // namespace
}  // namespace l01
