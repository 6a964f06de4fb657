// An echo that is larger than every buffer between the two ends.
#ifndef TESTS_SUPPORT_LARGE_ECHO_H_
#define TESTS_SUPPORT_LARGE_ECHO_H_

#include <gtest/gtest.h>

#include <chrono>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "01_blocking/sockets/readiness.h"
#include "01_blocking/sockets/socket.h"

namespace test_support {

/// The server sends back all of 40 MiB, to a client that begins to read when nobody takes any more:
/// the buffers of all four directions are full then. From there on it sends and reads.
inline void ExpectALargeEcho(const l01::Endpoint& server) {
  l01::Socket client = l01::ConnectTo(server);
  std::string sent(40 << 20, '\0');
  for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<char>(i * 2654435761U >> 11);
  const std::span<const std::byte> all = std::as_bytes(std::span(sent));
  std::size_t taken = 0;
  client.SetNonBlocking(true);
  while (taken < all.size() && l01::WaitWritable(client, std::chrono::milliseconds(200))) {
    taken += client.Send(all.subspan(taken)).bytes;
  }
  EXPECT_LT(taken, all.size()) << "the buffers hold all of it";
  client.SetNonBlocking(false);
  std::thread sender([&] {
    client.SendAll(all.subspan(taken));
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

}  // namespace test_support

#endif  // TESTS_SUPPORT_LARGE_ECHO_H_
