// An echo that is larger than every buffer between the two ends.
#ifndef TESTS_SUPPORT_LARGE_ECHO_H_
#define TESTS_SUPPORT_LARGE_ECHO_H_

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <thread>
#include <vector>

#include "01_blocking/sockets/socket.h"

namespace test_support {

/// The server sends back all of 8 MiB, to a client that sends and reads at the same time.
inline void ExpectALargeEcho(const l01::Endpoint& server) {
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

}  // namespace test_support

#endif  // TESTS_SUPPORT_LARGE_ECHO_H_
