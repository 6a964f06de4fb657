// The program at the beginning of the page: what it can, and what it cannot.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/in_front.h"
#include "tests/support/large_echo.h"
#include "tests/support/patience.h"
#include "tests/support/server_process.h"

namespace l03 {
namespace {

using test_support::ExpectALargeEcho;
using test_support::ServerProcess;

TEST(SmallestEdgeEcho, SendsBackMoreThanAllBuffersHold) {
  const ServerProcess server({NETLADDER_03_SMALLEST_EDGE_ECHO});
  ExpectALargeEcho(server.endpoint());
}

TEST(SmallestEdgeEcho, ServesAHundredClientsAtOnce) {
  const ServerProcess server({NETLADDER_03_SMALLEST_EDGE_ECHO});
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 100; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
  for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
}

// What the rest of the lesson is about: an edge that could not be used does not come again.
TEST(SmallestEdgeEcho, IsDeafAfterItHadNoDescriptorLeftUntilAnotherClientComes) {
  const ServerProcess server(test_support::Joined(test_support::WithDescriptorLimit(7),
                                                  {NETLADDER_03_SMALLEST_EDGE_ECHO}));
  std::vector<l01::Socket> clients;  // two more than it has descriptors for
  for (int i = 0; i < 4; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
  EXPECT_EQ(l01::Exchange(clients[0], "hello"), "hello");
  EXPECT_EQ(l01::Exchange(clients[1], "hello"), "hello");
  for (int i = 0; i < 2; ++i) {
    clients[0].ShutdownSend();
    std::array<std::byte, 1> room;
    EXPECT_FALSE(clients[0].Recv(room).ok());  // the server has closed it: descriptors are free
    clients.erase(clients.begin());
  }
  clients[0].SendAll(std::as_bytes(std::span("hello", 5)));
  EXPECT_FALSE(l01::WaitReadable(clients[0], std::chrono::milliseconds(200)));
  const l01::Socket another = l01::ConnectTo(server.endpoint());  // a new edge
  EXPECT_TRUE(l01::WaitReadable(clients[0], test_support::kPatience));
}

}  // namespace
}  // namespace l03
