// The program at the beginning of the page: what it can, and what it cannot.
#include <gtest/gtest.h>

#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/in_front.h"
#include "tests/support/server_process.h"

namespace l02 {
namespace {

using test_support::ServerProcess;

// More than all buffers hold comes back whole, to a client that sends and reads at the same time.
void ExpectALargeEcho(const l01::Endpoint& server) {
  l01::Socket client = l01::ConnectTo(server);
  std::string sent(8 << 20, '\0');
  for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<char>(i * 2654435761U >> 11);
  std::thread sender([&] {
    client.SendAll(std::as_bytes(std::span(sent)));
    client.ShutdownSend();
  });
  std::string received;
  std::vector<std::byte> room(1 << 16);
  for (l01::IoResult result = client.Recv(room); result.ok(); result = client.Recv(room)) {
    received.append(reinterpret_cast<const char*>(room.data()), result.bytes);
  }
  sender.join();
  EXPECT_TRUE(received == sent) << received.size() << " of " << sent.size();
}

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
