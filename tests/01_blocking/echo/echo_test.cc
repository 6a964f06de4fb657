#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/poll_echo_server.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"

namespace l01 {
namespace {

// The client sends and finishes first, and reads afterwards: what is sent fits the sockets'
// buffers.
std::string EchoedBack(const std::vector<std::string>& pieces) {
  auto [client, server] = ConnectedPair();
  for (const std::string& piece : pieces) client.SendAll(std::as_bytes(std::span(piece)));
  client.ShutdownSend();
  EchoUntilEnd(server);
  server.Close();
  std::string echo;
  std::array<std::byte, 4096> room;
  for (IoResult result; (result = client.Recv(room)).ok();) {
    echo.append(reinterpret_cast<const char*>(room.data()), result.bytes);
  }
  return echo;
}

TEST(EchoUntilEnd, SendsBackWhatTheClientSent) {
  EXPECT_EQ(EchoedBack({"hello"}), "hello");
}

// Longer than the buffer, so one turn of the loop cannot do it.
TEST(EchoUntilEnd, GoesOnUntilTheStreamEnds) {
  const std::string much(50'000, 'x');
  EXPECT_EQ(EchoedBack({much, "end"}).size(), much.size() + 3);
}

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
