#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/poll_echo_server.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"

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
  second.SendAll(std::as_bytes(std::span("hi", 2)));
  EXPECT_FALSE(WaitReadable(second, std::chrono::milliseconds(100)));  // the server is in recv
  first.Close();
  std::array<std::byte, 2> room;
  EXPECT_EQ(second.Recv(room).bytes, 2U);
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

// How many threads this process has. On Windows nobody is asked.
std::ptrdiff_t Threads() {
#ifdef __linux__
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
#else
  return 0;
#endif
}

TEST(PollEchoServer, ServesASecondClientWhileTheFirstIsIdle) {
  PollEchoServer server(Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  const std::ptrdiff_t threads = Threads();
  Socket first = ConnectTo(server.local());
  Socket second = ConnectTo(server.local());
  EXPECT_EQ(Exchange(second, "second"), "second");
  EXPECT_EQ(Exchange(first, "first"), "first");
  EXPECT_EQ(Threads(), threads) << "one thread for all clients";
  server.Stop();
  thread.join();
}

// A socket is writable nearly all the time. Who asks poll for that without need never sleeps.
TEST(PollEchoServer, SleepsWhileItsClientsAreIdle) {
  PollEchoServer server(Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  Socket idle = ConnectTo(server.local());
  Socket speaks = ConnectTo(server.local());
  constexpr std::uint64_t kMessages = 10;
  for (std::uint64_t i = 0; i < kMessages; ++i) EXPECT_EQ(Exchange(speaks, "hello"), "hello");
  EXPECT_FALSE(WaitReadable(idle, std::chrono::milliseconds(50)));  // nobody has anything to do
  server.Stop();
  thread.join();
  EXPECT_LE(server.waits(), kMessages + 3);  // two clients, the messages and the stop
}

}  // namespace
}  // namespace l01
