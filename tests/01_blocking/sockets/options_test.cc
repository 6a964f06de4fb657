#include "01_blocking/sockets/options.h"

#include <gtest/gtest.h>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"

namespace l01 {
namespace {

TEST(SocketOptions, NagleIsOnUntilItIsSwitchedOff) {
  auto [ours, peer] = ConnectedPair();
  EXPECT_FALSE(GetNoDelay(ours));
  SetNoDelay(ours, true);
  EXPECT_TRUE(GetNoDelay(ours));
  SetNoDelay(ours, false);
  EXPECT_FALSE(GetNoDelay(ours));
}

TEST(SocketOptions, TheSendBufferIsAtLeastWhatWasAskedFor) {
  Socket socket = Socket::OpenTcp(AF_INET);
  SetSendBuffer(socket, 65536);
  EXPECT_GE(GetSendBuffer(socket), 65536);
}

TEST(SocketOptions, TheReceiveBufferIsAtLeastWhatWasAskedFor) {
  Socket socket = Socket::OpenTcp(AF_INET);
  SetReceiveBuffer(socket, 65536);
  EXPECT_GE(GetReceiveBuffer(socket), 65536);
}

TEST(SocketOptions, ASmallSendBufferBlocksEarlier) {
  const auto accepted = [](int buffer) {
    Socket listener = ListenOn(Endpoint::Loopback());
    Socket sender = Socket::OpenTcp(AF_INET);
    SetSendBuffer(sender, buffer);  // before connecting
    sender.Connect(listener.LocalEndpoint());
    sender.SetNonBlocking(true);
    const std::vector<std::byte> chunk(4096);
    std::size_t total = 0;
    for (IoResult sent; (sent = sender.Send(chunk)).ok();) total += sent.bytes;
    return total;
  };
  EXPECT_LT(accepted(8 * 1024), accepted(2 * 1024 * 1024));
}

TEST(SocketOptions, NoErrorWaitsOnAHealthySocket) {
  auto [ours, peer] = ConnectedPair();
  EXPECT_EQ(TakeSocketError(ours), 0);
}

TEST(SocketOptions, OfNoSocketNamesTheOptionThatFailed) {
  Socket none;
  try {
    SetNoDelay(none, true);
    FAIL() << "there is no socket";
  } catch (const SocketError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("setsockopt TCP_NODELAY: "));
  }
}

#ifdef __linux__
TEST(SocketOptions, LinuxDoublesTheSendBuffer) {
  Socket socket = Socket::OpenTcp(AF_INET);
  SetSendBuffer(socket, 20000);  // far below every cap
  EXPECT_EQ(GetSendBuffer(socket), 40000);
}

TEST(SocketOptions, LinuxCapsTheSendBufferWithoutAnError) {
  Socket socket = Socket::OpenTcp(AF_INET);
  SetSendBuffer(socket, 1 << 29);
  EXPECT_LT(GetSendBuffer(socket), 1 << 29);
}
#endif

}  // namespace
}  // namespace l01
