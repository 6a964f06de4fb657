// The wrong server fails where the text says it does, and the right one does not.
#include <gtest/gtest.h>

#include <array>

#include "03_epoll/experiments/arrival.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/forgetful_echo_server.h"
#include "tests/03_epoll/support/support.h"

namespace l03 {
namespace {

constexpr std::size_t kBuffer = 16 * 1024;  // of an EchoConnection

template <typename Server>
void MakeTurns(Server& server) {
  for (int i = 0; i < 10; ++i) server.Turn(0);
}

template <typename Server>
std::size_t AcceptedOfThree() {
  l01::Socket listener = AnyListener();
  std::array<l01::Socket, 3> clients;
  for (l01::Socket& client : clients) client = l01::ConnectTo(listener.LocalEndpoint());
  AwaitClients(listener, 3);
  Server server(std::move(listener));
  MakeTurns(server);
  return server.clients();
}

template <typename Server>
std::size_t EchoedOf(std::size_t bytes) {
  Server server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  server.Turn(1000);
  SendText(client, Pattern(bytes));
  AwaitDelivery(client);
  MakeTurns(server);
  return BytesWaiting(client);
}

TEST(ForgetfulEchoServer, LeavesClientsInTheQueueThatCameWithTheSameEdge) {
  EXPECT_EQ(AcceptedOfThree<ForgetfulEchoServer>(), 1U);
  EXPECT_EQ(AcceptedOfThree<EdgeEchoServer>(), 3U);
}

TEST(ForgetfulEchoServer, LeavesBytesBehindThatDidNotFitItsBuffer) {
  EXPECT_EQ(EchoedOf<ForgetfulEchoServer>(40'000), kBuffer);
  EXPECT_EQ(EchoedOf<EdgeEchoServer>(40'000), 40'000U);
}

TEST(ForgetfulEchoServer, PassesAGentleTest) {
  EXPECT_EQ(EchoedOf<ForgetfulEchoServer>(5), 5U);
}

}  // namespace
}  // namespace l03
