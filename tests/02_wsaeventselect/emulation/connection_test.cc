// How a connection begins and breaks.
#include <poll.h>

#include "01_blocking/sockets/options.h"
#include "tests/02_wsaeventselect/emulation/parts.h"
#include "tests/support/wait.h"

namespace l02_test {
namespace {

using l02::Connection;

l02::Outcome Start(Connection& connection, const l01::Endpoint& peer) {
  return connection.Start(peer.data(), static_cast<int>(peer.size()));
}

bool Ends(Connection& connection) {
  return test_support::WaitUntil(
      [&] { return connection.Update() != Connection::Phase::kConnecting; });
}

TEST(EmulationConnection, AttemptThatSucceedsPostsFdConnect) {
  const l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  Bench bench;
  bench.SelectAll();
  Connection connection(bench.kernel, bench.association, Connection::Phase::kUnconnected);
  EXPECT_EQ(WSAEWOULDBLOCK, Start(connection, listener.LocalEndpoint()).error);
  ASSERT_TRUE(Ends(connection));
  connection.Look();
  EXPECT_EQ(FD_CONNECT, bench.Take());
  EXPECT_TRUE(connection.Result().ok());
  EXPECT_TRUE(connection.Check(true).ok());
}

TEST(EmulationConnection, FailureIsRememberedAfterTheKernelHasForgottenIt) {
  l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  const l01::Endpoint dead = listener.LocalEndpoint();
  listener.Close();
  Bench bench;
  Connection connection(bench.kernel, bench.association, Connection::Phase::kUnconnected);
  Start(connection, dead);
  ASSERT_TRUE(Ends(connection));
  EXPECT_EQ(WSAECONNREFUSED, connection.SocketError());
  EXPECT_EQ(WSAECONNREFUSED, connection.SocketError());
  EXPECT_EQ(WSAENOTCONN, connection.Check(false).error);
}

TEST(EmulationConnection, ResetIsRememberedWithTheProfilesCode) {
  l02::Profile profile;
  profile.reset_error_code = WSAECONNABORTED;
  ConnectedBench pair(profile);
  l01::AbortOnClose(pair.peer);
  pair.peer.Close();
  ASSERT_NE(0, pair.bench.kernel.Ready(POLLIN));
  pair.connection.TakeReset();
  EXPECT_TRUE(pair.connection.reset());
  EXPECT_EQ(WSAECONNABORTED, pair.connection.reset_code());
  EXPECT_EQ(WSAECONNABORTED, pair.connection.SocketError());
}

}  // namespace
}  // namespace l02_test
