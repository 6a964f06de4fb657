#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/poll_echo_server.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"

namespace l01 {
namespace {

TEST(BlockingEcho, EndsWhenTheClientClosesItsDirection) {
  auto [client, server] = ConnectedPair();
  std::thread thread([&server = server] { EchoUntilEnd(server); });
  EXPECT_EQ(Exchange(client, "hello"), "hello");
  client.ShutdownSend();
  thread.join();
}

TEST(BlockingEcho, ServesTheSecondClientOnlyAfterTheFirst) {
  Socket listener = ListenOn(Endpoint::Loopback());
  std::thread thread([&listener] { ServeOneByOne(listener, 2); });
  Socket first = ConnectTo(listener.LocalEndpoint());
  EXPECT_EQ(Exchange(first, "first"), "first");
  Socket second = ConnectTo(listener.LocalEndpoint());
  first.Close();
  EXPECT_EQ(Exchange(second, "second"), "second");
  second.Close();
  thread.join();
}

TEST(Exchange, ReportsAConnectionThatEndsBeforeTheAnswer) {
  auto [client, server] = ConnectedPair();
  server.ShutdownSend();
  EXPECT_THROW(Exchange(client, "hello"), SocketError);
}

TEST(Exchange, WaitsForTheAnswerOnANonBlockingSocketToo) {
  auto [client, server] = ConnectedPair();
  client.SetNonBlocking(true);
  std::thread thread([&server = server] { EchoUntilEnd(server); });
  for (int i = 0; i < 8; ++i) EXPECT_EQ(Exchange(client, "hello"), "hello");
  client.ShutdownSend();
  thread.join();
}

TEST(PollEchoServer, EndsWhenStoppedBeforeItRuns) {
  PollEchoServer server(Endpoint::Loopback());
  server.Stop();
  server.Run();
}

TEST(PollEchoServer, ServesASecondClientWhileTheFirstIsIdle) {
  PollEchoServer server(Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  Socket first = ConnectTo(server.local());
  Socket second = ConnectTo(server.local());
  EXPECT_EQ(Exchange(second, "second"), "second");
  EXPECT_EQ(Exchange(first, "first"), "first");
  server.Stop();
  thread.join();
}

}  // namespace
}  // namespace l01
