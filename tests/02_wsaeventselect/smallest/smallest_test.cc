// The program at the beginning of the page: what it can, and what it cannot.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/in_front.h"
#include "tests/support/large_echo.h"
#include "tests/support/server_process.h"

namespace l02 {
namespace {

using test_support::ExpectALargeEcho;
using test_support::ServerProcess;

TEST(SmallestWsaEcho, SendsBackMoreThanAllBuffersHold) {
  const ServerProcess server({NETLADDER_02_SMALLEST_ECHO});
  ExpectALargeEcho(server.endpoint());
}

TEST(SmallestWsaEcho, ServesASecondClientWhileTheFirstIsIdle) {
  const ServerProcess server({NETLADDER_02_SMALLEST_ECHO});
  const l01::Socket first = l01::ConnectTo(server.endpoint());
  l01::Socket second = l01::ConnectTo(server.endpoint());
  EXPECT_EQ(l01::Exchange(second, "hello"), "hello");
}

// What the rest of the lesson is about: a wait takes 64 events, and one is the listener's.
TEST(SmallestWsaEcho, EndsWithThe64thClient) {
  ServerProcess server({NETLADDER_02_SMALLEST_ECHO});
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 63; ++i) {
    clients.push_back(l01::ConnectTo(server.endpoint()));
    ASSERT_EQ(l01::Exchange(clients.back(), "hello"), "hello") << i;
  }
  clients.push_back(l01::ConnectTo(server.endpoint()));
  EXPECT_EQ(server.process().WaitExit(), 1);
  EXPECT_EQ(server.process().Stderr(), "WSAWaitForMultipleEvents: error 87\n");
}

}  // namespace
}  // namespace l02
