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

// How many clients are in after three came together, and how many after a fourth one came.
template <typename Server>
std::array<std::size_t, 2> AcceptedOfThreeAndOfFour() {
  l01::Socket listener = AnyListener();
  std::array<l01::Socket, 3> clients;
  for (l01::Socket& client : clients) client = l01::ConnectTo(listener.LocalEndpoint());
  AwaitClients(listener, 3);
  Server server(std::move(listener));
  MakeTurns(server);
  const std::size_t of_three = server.clients();
  const l01::Socket fourth = l01::ConnectTo(server.local());
  server.Turn(1000);
  MakeTurns(server);
  return {of_three, server.clients()};
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
  EXPECT_EQ(AcceptedOfThreeAndOfFour<ForgetfulEchoServer>(), (std::array<std::size_t, 2>{1, 2}));
  EXPECT_EQ(AcceptedOfThreeAndOfFour<EdgeEchoServer>(), (std::array<std::size_t, 2>{3, 4}));
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
