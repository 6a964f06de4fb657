// The program at the beginning of the page: what it can, and what it cannot.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/in_front.h"
#include "tests/support/large_echo.h"
#include "tests/support/server_process.h"

namespace l01 {
namespace {

using test_support::ExpectALargeEcho;
using test_support::ServerProcess;

TEST(SmallestEcho, SendsBackMoreThanAllBuffersHold) {
  const ServerProcess server({NETLADDER_01_SMALLEST_ECHO});
  ExpectALargeEcho(server.endpoint());
}

// What the rest of the lesson is about.
TEST(SmallestEcho, LetsTheSecondClientWaitUntilTheFirstHasLeft) {
  const ServerProcess server({NETLADDER_01_SMALLEST_ECHO});
  Socket first = ConnectTo(server.endpoint());
  EXPECT_EQ(Exchange(first, "first"), "first");
  Socket second = ConnectTo(server.endpoint());
  second.SendAll(std::as_bytes(std::span("second", 6)));
  EXPECT_FALSE(WaitReadable(second, std::chrono::milliseconds(100)));
  first.Close();
  ASSERT_TRUE(WaitReadable(second, test_support::kPatience));
  std::array<std::byte, 6> room;
  EXPECT_EQ(second.Recv(room).bytes, 6U);  // its echo, and no end of the connection
}

TEST(SmallestConnect, SaysThatItIsConnected) {
  const Socket listener = ListenOn(Endpoint::Loopback());
  const std::string port = std::to_string(listener.LocalEndpoint().port());
  const auto outcome = test_support::RunToEnd({NETLADDER_01_SMALLEST_CONNECT, port});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "begun; a real program does something else now\nconnected\n");
}

TEST(SmallestConnect, SaysWhyItIsNot) {
  Socket listener = ListenOn(Endpoint::Loopback());
  const std::string port = std::to_string(listener.LocalEndpoint().port());
  listener.Close();  // now nobody listens there
  const auto outcome = test_support::RunToEnd({NETLADDER_01_SMALLEST_CONNECT, port});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "connect: Connection refused\n");
}

TEST(SmallestConnect, WantsAPort) {
  EXPECT_EQ(test_support::RunToEnd({NETLADDER_01_SMALLEST_CONNECT}).exit_code, 2);
}

}  // namespace
}  // namespace l01
