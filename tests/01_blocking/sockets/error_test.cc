#include "01_blocking/sockets/error.h"

#include <gtest/gtest.h>

#include "01_blocking/sockets/native.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {
namespace {

// A port on which nobody listens: bound, so that nobody else gets it, and not listening.
struct DeadPort {
  DeadPort() { socket.Bind(Endpoint::Loopback()); }
  Socket socket = Socket::OpenTcp(AF_INET);
};

TEST(SocketError, SaysCallAddressAndReasonInOneLine) {
  const DeadPort dead;
  const std::string where = dead.socket.LocalEndpoint().ToString();
  try {
    ConnectTo(dead.socket.LocalEndpoint());
    FAIL() << "it connected";
  } catch (const SocketError& error) {
    EXPECT_EQ(error.what(), "connect " + where + ": " + SystemReason(error.code()));
    EXPECT_NE(error.code(), 0);
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
  }
}

TEST(SocketError, LeavesOutAnEmptyPlace) {
  EXPECT_STREQ(SocketError("socket", "", std::string_view("no room")).what(), "socket: no room");
}

TEST(SocketError, NamesTheAddressThatIsTaken) {
  const Socket first = ListenOn(Endpoint::Loopback());
  try {
    ListenOn(first.LocalEndpoint());
    FAIL() << "two listeners share one port";
  } catch (const SocketError& error) {
    EXPECT_TRUE(
        std::string(error.what()).starts_with("bind " + first.LocalEndpoint().ToString() + ": ") ||
        std::string(error.what()).starts_with("listen "))
        << error.what();
  }
}

TEST(SocketError, ReportsTheLastAddressOfAHostThatRefuses) {
  const DeadPort dead;
  EXPECT_THROW(ConnectTo("127.0.0.1", dead.socket.LocalEndpoint().port()), SocketError);
}

TEST(SystemReason, HasATextForEveryCode) {
  EXPECT_FALSE(SystemReason(0).empty());
  EXPECT_FALSE(SystemReason(987654).empty());
}

}  // namespace
}  // namespace l01
