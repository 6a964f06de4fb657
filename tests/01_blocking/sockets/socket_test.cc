#include "01_blocking/sockets/socket.h"

#include <gtest/gtest.h>

#include <array>
#include <type_traits>

#include "01_blocking/experiments/blocking_calls.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "tests/support/patience.h"

namespace l01 {
namespace {

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

bool WaitReadable(const Socket& socket) {
  pollfd entry{};
  entry.fd = socket.native();
  entry.events = POLLIN;
  return native::Poll({&entry, 1}, test_support::kPatienceMs) == 1;
}

static_assert(!std::is_copy_constructible_v<Socket>);
static_assert(std::is_nothrow_move_constructible_v<Socket>);

TEST(Socket, OwnsNothingByDefault) {
  Socket socket;
  EXPECT_FALSE(socket.valid());
  socket.Close();
  EXPECT_EQ(socket.LocalEndpoint().family(), AF_UNSPEC);
}

TEST(Socket, GivesItsHandleToTheOneItIsMovedTo) {
  Socket first = Socket::OpenTcp(AF_INET);
  const NativeSocket handle = first.native();
  const Socket second = std::move(first);
  EXPECT_EQ(second.native(), handle);
  EXPECT_FALSE(first.valid());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
}

TEST(Socket, ClosesWhatItOwnedWhenItIsAssignedTo) {
  auto [ours, peer] = ConnectedPair();
  ours = Socket();
  std::array<std::byte, 1> room;
  EXPECT_TRUE(peer.Recv(room).end_of_stream());
}

TEST(Socket, KeepsQuietWhenItIsAssignedToItself) {
  auto [ours, peer] = ConnectedPair();
  Socket& same = ours;
  ours = std::move(same);
  EXPECT_TRUE(ours.valid());
}

TEST(Recv, TellsTheFourOutcomesApart) {
  auto [ours, peer] = ConnectedPair();
  ours.SetNonBlocking(true);
  std::array<std::byte, 8> room;
  EXPECT_TRUE(ours.Recv(room).would_block());

  peer.SendAll(Bytes("abc"));
  ASSERT_TRUE(WaitReadable(ours));
  const IoResult bytes = ours.Recv(room);
  EXPECT_TRUE(bytes.ok());
  EXPECT_EQ(bytes.bytes, 3U);

  peer.ShutdownSend();
  ASSERT_TRUE(WaitReadable(ours));
  EXPECT_TRUE(ours.Recv(room).end_of_stream());

  Socket unconnected = Socket::OpenTcp(AF_INET);
  const IoResult error = unconnected.Recv(room);
  EXPECT_TRUE(error.failed());
  EXPECT_NE(error.error, 0);
}

TEST(Send, MovesAPrefixAndThenSaysWouldBlock) {
  auto [ours, peer] = ConnectedPair();
  ours.SetNonBlocking(true);
  const std::string much(16 << 20, 'x');
  IoResult last = ours.Send(Bytes(much));
  EXPECT_TRUE(last.ok());
  EXPECT_GT(last.bytes, 0U);
#ifdef __linux__  // Windows is said to take all or nothing
  EXPECT_LT(last.bytes, much.size());
#endif
  while (last.ok()) last = ours.Send(Bytes(much));
  EXPECT_TRUE(last.would_block());
  EXPECT_EQ(last.bytes, 0U);
}

TEST(Send, ToAPeerThatHasGoneIsAnErrorAndNotASignal) {
  auto [ours, peer] = ConnectedPair();
  peer.Close();
  IoResult last{};
  for (int i = 0; i < 1000 && !last.failed(); ++i) last = ours.Send(Bytes("hello"));
  EXPECT_TRUE(last.failed());
}

TEST(SendAll, NamesThePeerWhenTheConnectionBreaks) {
  for (const bool accepted : {false, true}) {
    auto [client, server] = ConnectedPair();
    Socket& subject = accepted ? server : client;
    Socket& gone = accepted ? client : server;
    const std::string where = gone.LocalEndpoint().ToString();
    gone.Close();
    try {
      for (int i = 0; i < 1000; ++i) subject.SendAll(Bytes("hello"));
      FAIL() << "nobody was there";
    } catch (const SocketError& error) {
      EXPECT_EQ(error.what(), "send " + where + ": " + SystemReason(error.code()));
    }
  }
}

TEST(SendAll, WaitsForRoomOnANonBlockingSocketToo) {
  auto [ours, peer] = ConnectedPair();
  ours.SetNonBlocking(true);
  const std::string much(32 << 20, 'x');  // more than all buffers between the two hold
  std::size_t received = 0;
  const WaitObservation seen = Observe(
      [&, &socket = ours] {
        try {
          socket.SendAll(Bytes(much));
        } catch (const SocketError& error) {
          ADD_FAILURE() << error.what();
        }
        socket.ShutdownSend();
      },
      [&, &socket = peer] {  // nothing is read before it has been seen waiting
        std::array<std::byte, 65536> room;
        for (IoResult result; (result = socket.Recv(room)).ok();) received += result.bytes;
      },
      std::chrono::milliseconds(50));
  EXPECT_TRUE(seen.as_expected());
  EXPECT_EQ(received, much.size());
}

TEST(ShutdownSend, ClosesOneDirectionOnly) {
  auto [ours, peer] = ConnectedPair();
  ours.ShutdownSend();
  std::array<std::byte, 8> room;
  EXPECT_TRUE(peer.Recv(room).end_of_stream());
  peer.SendAll(Bytes("still here"));
  EXPECT_TRUE(ours.Recv(room).ok());
}

TEST(Accept, SaysNobodyIsThereInsteadOfWaiting) {
  Socket listener = ListenOn(Endpoint::Loopback());
  listener.SetNonBlocking(true);
  EXPECT_FALSE(listener.Accept().has_value());
}

TEST(Accept, TellsWhoConnected) {
  Socket listener = ListenOn(Endpoint::Loopback());
  const Socket client = ConnectTo(listener.LocalEndpoint());
  Endpoint peer;
  const std::optional<Socket> accepted = listener.Accept(&peer);
  ASSERT_TRUE(accepted.has_value());
  EXPECT_EQ(peer, client.LocalEndpoint());
}

TEST(ListenOn, PicksAFreePortForPortZero) {
  const Socket listener = ListenOn(Endpoint::Loopback());
  EXPECT_NE(listener.LocalEndpoint().port(), 0);
}

TEST(ListenOn, WorksOnIPv6) {
  const Socket listener = ListenOn(Endpoint::Loopback(0, AF_INET6));
  EXPECT_TRUE(ConnectTo(listener.LocalEndpoint()).valid());
}

}  // namespace
}  // namespace l01
