// The program at the beginning of the page: what it can, and what it cannot.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/large_echo.h"
#include "tests/support/patience.h"
#include "tests/support/server_process.h"

namespace l04 {
namespace {

using test_support::ServerProcess;

TEST(SmallestSignalEcho, SendsBackMoreThanAllBuffersHold) {
  const ServerProcess server({NETLADDER_04_SMALLEST_ECHO});
  test_support::ExpectALargeEcho(server.endpoint());
}

TEST(SmallestSignalEcho, ServesAHundredClientsAndForgetsThoseThatLeave) {
  const ServerProcess server({NETLADDER_04_SMALLEST_ECHO});
  for (int round = 0; round < 2; ++round) {
    std::vector<l01::Socket> clients;
    for (int i = 0; i < 100; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
    for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
    for (l01::Socket& client : clients) {
      client.ShutdownSend();
      ASSERT_TRUE(l01::WaitReadable(client, test_support::kPatience));
      std::array<std::byte, 1> room;
      EXPECT_TRUE(client.Recv(room).end_of_stream()) << "the server closes, too";
    }
  }
}

}  // namespace
}  // namespace l04
