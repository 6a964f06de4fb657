// The program at the beginning of the page: what it can, and what it cannot.
#include <gtest/gtest.h>

#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/in_front.h"
#include "tests/support/server_process.h"

namespace l03 {
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
TEST(SmallestEdgeEcho, IsDeafForEverAfterItHadNoDescriptorLeft) {
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
}

}  // namespace
}  // namespace l03
