#include <gtest/gtest.h>

#include <thread>

#include "01_blocking/blocking_echo.h"
#include "03_epoll/edge_echo_server.h"
#include "03_epoll/level_echo_server.h"

namespace l03 {
namespace {

template <typename Server>
class EpollEchoServer : public testing::Test {};

using Triggers = testing::Types<LevelEchoServer, EdgeEchoServer>;
TYPED_TEST_SUITE(EpollEchoServer, Triggers);

TYPED_TEST(EpollEchoServer, EndsWhenStoppedBeforeItRuns) {
  TypeParam server(l01::Endpoint::Loopback());
  server.Stop();
  server.Run();
}

TYPED_TEST(EpollEchoServer, ForgetsClientsThatLeave) {
  TypeParam server(l01::Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  l01::Socket stays = l01::ConnectTo(server.local());
  EXPECT_EQ(l01::Exchange(stays, "hello"), "hello");
  for (int i = 0; i < 10; ++i) {
    l01::Socket leaves = l01::ConnectTo(server.local());
    EXPECT_EQ(l01::Exchange(leaves, "bye"), "bye");
    leaves.ShutdownSend();
    std::array<std::byte, 1> room;
    EXPECT_TRUE(leaves.Recv(room).end_of_stream());
  }
  server.Stop();
  thread.join();
  EXPECT_EQ(server.clients(), 1U);
}

TYPED_TEST(EpollEchoServer, AcceptsClientsThatConnectedBeforeItRuns) {
  TypeParam server(l01::Endpoint::Loopback());
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(l01::ConnectTo(server.local()));
  std::thread thread([&server] { server.Run(); });
  for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
  server.Stop();
  thread.join();
}

}  // namespace
}  // namespace l03
