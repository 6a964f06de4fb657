// The three servers: level, edge, one-shot.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <type_traits>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/readiness.h"
#include "03_epoll/experiments/arrival.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/large_echo.h"
#include "tests/support/patience.h"
#include "tests/support/wait.h"

namespace l03 {
namespace {

template <typename Server>
class EpollEchoServer : public testing::Test {};

using Triggers = testing::Types<LevelEchoServer, EdgeEchoServer, OneShotEchoServer, LeanEchoServer>;
TYPED_TEST_SUITE(EpollEchoServer, Triggers);

// The lean one counts no recv and no send, the one-shot one nothing.
template <typename Server>
constexpr bool kCountsItsCalls = std::is_base_of_v<KeyedEchoServer, Server>;

TYPED_TEST(EpollEchoServer, EndsWhenStoppedBeforeItRuns) {
  const auto server = MakeServer<TypeParam>();
  server->Stop();
  server->Run();
}

TYPED_TEST(EpollEchoServer, ForgetsClientsThatLeave) {
  const auto server = MakeServer<TypeParam>();
  Running running(*server);
  l01::Socket stays = l01::ConnectTo(server->local());
  EXPECT_EQ(l01::Exchange(stays, "hello"), "hello");
  for (int i = 0; i < 10; ++i) {
    l01::Socket leaves = l01::ConnectTo(server->local());
    EXPECT_EQ(l01::Exchange(leaves, "bye"), "bye");
    leaves.ShutdownSend();
    EXPECT_EQ(ReceiveText(leaves, 1), "");
  }
  running.Stop();
  EXPECT_EQ(server->clients(), 1U);
}

TYPED_TEST(EpollEchoServer, AcceptsClientsThatConnectedBeforeItRuns) {
  const auto server = MakeServer<TypeParam>();
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(l01::ConnectTo(server->local()));
  const Running running(*server);
  for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
}

// The bytes and the end of the stream are there before the server looks: one report for both.
TYPED_TEST(EpollEchoServer, ClosesAConnectionWhoseEndCameTogetherWithItsBytes) {
  const auto server = MakeServer<TypeParam>();
  l01::Socket client = l01::ConnectTo(server->local());
  SendText(client, "bye");
  client.ShutdownSend();
  AwaitDelivery(client);
  const Running running(*server);
  EXPECT_EQ(ReceiveText(client, 100), "bye");
}

TYPED_TEST(EpollEchoServer, ClosesAConnectionWhoseEndCameWhileItsEchoWasStuck) {
  const auto server = MakeServer<TypeParam>();
  const Running running(*server);
  l01::Socket client = l01::ConnectTo(server->local());
  client.SetNonBlocking(true);
  std::size_t sent = 0;
  do {
    sent += SendUntilWouldBlock(client);
  } while (l01::WaitWritable(client, std::chrono::milliseconds(200)));
  client.ShutdownSend();
  client.SetNonBlocking(false);
  EXPECT_EQ(ReceiveText(client, sent + 1).size(), sent);  // then the end, not silence
}

TYPED_TEST(EpollEchoServer, DropsAClientThatResetsWhileItsEchoIsStuck) {
  const auto server = MakeServer<TypeParam>();
  Running running(*server);
  {
    l01::Socket client = l01::ConnectTo(server->local());
    client.SetNonBlocking(true);
    do {
      SendUntilWouldBlock(client);
    } while (l01::WaitWritable(client, std::chrono::milliseconds(200)));
    l01::AbortOnClose(client);
  }
  l01::Socket next = l01::ConnectTo(server->local());
  EXPECT_EQ(l01::Exchange(next, "hello"), "hello");
  running.Stop();
  EXPECT_EQ(server->clients(), 1U);
}

TYPED_TEST(EpollEchoServer, ServesOthersWhileOneClientNeverStopsSending) {
  const auto server = MakeServer<TypeParam>();
  const Running running(*server);
  l01::Socket busy = l01::ConnectTo(server->local());
  std::atomic<bool> enough = false;
  std::thread reads([&busy] {
    std::array<std::byte, 64 * 1024> room;
    while (busy.Recv(room).ok()) {
    }
  });
  std::thread sends([&busy, &enough] {
    const std::vector<std::byte> much(1 << 20);
    while (!enough) busy.SendAll(much);
    busy.ShutdownSend();
  });
  l01::Socket quiet = l01::ConnectTo(server->local());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(l01::Exchange(quiet, "hello"), "hello");
  enough = true;
  sends.join();
  reads.join();
}

// Sends a megabyte to `server` and gets it back; the sender does not wait for the echo. With a
// small window the system takes some 64 kB of the echo at a time, however fast the client
// reads.
template <typename Server>
bool EchoesAMegabyte(Server& server, bool small_window = false) {
  const Running running(server);
  l01::Socket client = l01::ConnectTo(server.local());
  if (small_window) l01::SetReceiveBuffer(client, 32 * 1024);
  const std::string much = Pattern(1'000'000);
  std::thread sends([&] { SendText(client, much); });
  const bool intact = ReceiveText(client, much.size()) == much;
  sends.join();
  return intact;
}

TYPED_TEST(EpollEchoServer, EchoesAMegabyteThatArrivesInPartsThroughATinyReceiveBuffer) {
  l01::Socket listener = AnyListener();
  l01::SetReceiveBuffer(listener, 1);  // the system makes it its smallest, and clients inherit it
  const auto server = MakeServer<TypeParam>(std::move(listener));
  EXPECT_TRUE(EchoesAMegabyte(*server));
  if constexpr (kCountsItsCalls<TypeParam>) {
    EXPECT_GT(server->counts().io.recvs, 200U);  // whole buffers would be 62
  }
}

TYPED_TEST(EpollEchoServer, EchoesAMegabyteThroughATinySendBufferThatIsFullAgainAndAgain) {
  l01::Socket listener = AnyListener();
  l01::SetSendBuffer(listener, 1);
  const auto server = MakeServer<TypeParam>(std::move(listener));
  EXPECT_TRUE(EchoesAMegabyte(*server, true));
  if constexpr (kCountsItsCalls<TypeParam>) {
    EXPECT_GT(server->counts().io.would_blocks, 5U);
  }
}

// No descriptor can be opened for a while: the client waits, the server must not spin, and when the
// time is over the client is served, although nothing new happens to the listener.
TYPED_TEST(EpollEchoServer, WaitsWithoutSpinningWhileItCannotAccept) {
  const auto server = MakeServer<TypeParam>();
  l01::Socket client = l01::ConnectTo(server->local());
  SendText(client, "hello");
  std::optional<DescriptorLimit> limit(std::in_place, kNoNewDescriptor);
  Running running(*server);
  EXPECT_FALSE(l01::WaitReadable(client, std::chrono::milliseconds(350)));  // three tries
  limit.reset();
  EXPECT_EQ(ReceiveText(client, 5), "hello");
  EXPECT_FALSE(l01::WaitReadable(client, std::chrono::milliseconds(100)));  // and then it sleeps
  running.Stop();
  std::uint64_t waits = 0;
  if constexpr (requires { server->counts(); }) {
    waits = server->counts().io.waits;
  } else {
    waits = server->epoll_counts().waits;
  }
  EXPECT_LT(waits, 100U);
}

TEST(LevelEchoServer, AsksForWritableOnlyWhileARestIsToBeSent) {
  LevelEchoServer server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  client.SetNonBlocking(true);
  server.Turn(1000);
  const std::uint64_t at_rest = server.counts().controls;
  const auto reports_of_ten_turns = [&] {
    const std::uint64_t before = server.counts().looks;
    for (int i = 0; i < 10; ++i) server.Turn(0);
    return server.counts().looks - before;
  };
  // The socket is writable all the time. Who asks for that without need is told in every turn.
  EXPECT_EQ(reports_of_ten_turns(), 0U);
  ASSERT_TRUE(test_support::WaitUntil([&] {  // until the echo is stuck: EPOLLOUT instead of IN
    SendUntilWouldBlock(client);
    server.Turn(10);
    return server.counts().controls != at_rest;
  }));
  EXPECT_EQ(reports_of_ten_turns(), 0U);  // there is input, but nobody asks for it
  EXPECT_EQ(server.counts().controls, at_rest + 1);
  std::vector<std::byte> room(1 << 20);
  ASSERT_TRUE(test_support::WaitUntil([&] {  // until all is echoed: EPOLLIN instead of OUT
    while (client.Recv(room).ok()) {
    }
    const std::uint64_t before = server.counts().looks;
    server.Turn(10);
    return server.counts().looks == before;
  }));
  EXPECT_EQ(reports_of_ten_turns(), 0U);
}

// The server's descriptor of this client's connection.
int ServersEndOf(const l01::Socket& client) {
  for (int fd = 3; fd < 1024; ++fd) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    auto* address = reinterpret_cast<sockaddr*>(&peer);
    if (::getpeername(fd, address, &size) != 0) continue;
    if (l01::Endpoint(address, size) == client.LocalEndpoint()) return fd;
  }
  return -1;
}

// A child process that was started meanwhile holds such a duplicate. Then close ends nothing.
TEST(LevelEchoServer, StopsWatchingAClientAlthoughSomebodyElseHoldsItsSocket) {
  LevelEchoServer server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  server.Turn(1000);
  const Descriptor duplicate(::dup(ServersEndOf(client)));
  ASSERT_TRUE(duplicate.valid());
  client.ShutdownSend();
  ASSERT_TRUE(test_support::WaitUntil([&] {
    server.Turn(0);
    return server.clients() == 0;
  }));
  const std::uint64_t reports = server.counts().looks;
  for (int i = 0; i < 10; ++i) server.Turn(0);
  EXPECT_EQ(server.counts().looks, reports);  // of a client that is not there any more
}

TEST(EdgeEchoServer, NeverCallsEpollCtlAgain) {
  EdgeEchoServer server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  client.SetNonBlocking(true);
  server.Turn(1000);
  const std::uint64_t at_rest = server.counts().controls;
  for (int i = 0; i < 50; ++i) {  // the echo is stuck soon
    SendUntilWouldBlock(client);
    server.Turn(10);
  }
  EXPECT_GT(server.counts().io.would_blocks, 0U);
  EXPECT_EQ(server.counts().controls, at_rest);
}

// What it costs to echo four buffers that are all there when the server looks.
template <typename Server>
std::uint64_t WaitsForFourSteps() {
  Server server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  server.Turn(1000);
  SendText(client, Pattern(4 * 16 * 1024, 1));
  AwaitDelivery(client);
  const std::uint64_t before = server.counts().io.waits;
  const std::uint64_t recvs = server.counts().io.recvs;
  while (server.counts().io.recvs < recvs + 4) server.Turn(1000);
  return server.counts().io.waits - before;
}

TEST(LargeMessage, CostsALevelAWaitForEachStepAndAnEdgeOneForAll) {
  EXPECT_EQ(WaitsForFourSteps<LevelEchoServer>(), 4U);
  EXPECT_EQ(WaitsForFourSteps<EdgeEchoServer>(), 1U);
}

// How often this thread asks the heap while a hundred messages are echoed by turns of the loop.
template <typename Server>
std::size_t AllocationsOfAHundredMessages() {
  Server server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  std::size_t before = 0;
  for (int i = 0; i < 110; ++i) {
    if (i == 10) before = test_support::Allocations();  // the buffers are as large as they will be
    client.SendAll(std::as_bytes(std::span("hello", 5)));
    std::array<std::byte, 8> room;
    while (!l01::WaitReadable(client, std::chrono::milliseconds(0)))
      server.Turn(test_support::kPatienceMs);
    EXPECT_EQ(client.Recv(room).bytes, 5U);
  }
  return test_support::Allocations() - before;
}

TEST(EchoServers, TakeNothingFromTheHeapForAMessage) {
  EXPECT_EQ(AllocationsOfAHundredMessages<LevelEchoServer>(), 0U);
  EXPECT_EQ(AllocationsOfAHundredMessages<EdgeEchoServer>(), 0U);
}

TEST(EdgeEchoServer, PutsABusyClientOnItsToDoListOnlyOnce) {
  EdgeEchoServer server(AnyListener(), /*budget=*/1);
  l01::Socket client = l01::ConnectTo(server.local());
  client.SetNonBlocking(true);
  std::vector<std::byte> room(1 << 20);
  std::size_t longest = 0;
  for (int turn = 0; turn < 300; ++turn) {
    SendUntilWouldBlock(client);  // more than one step takes: it is reported and on the list
    server.Turn(0);
    longest = std::max(longest, server.unfinished());
    while (client.Recv(room).ok()) {
    }
  }
  EXPECT_EQ(longest, 1U);
}

// What the turn before has left and a new edge are one piece of work, not two.
// It counts no calls, so what comes back is measured: at most four steps of 64 KiB for each turn.
// The sum is, since on a busy machine the kernel may deliver what a turn has sent during the next
// one.
TEST(LeanEchoServer, ServesABusyClientForItsBudgetOnceInATurn) {
  LeanEchoServer server(AnyListener());
  l01::Socket client = l01::ConnectTo(server.local());
  client.SetNonBlocking(true);
  server.Turn(test_support::kPatienceMs);
  std::vector<std::byte> room(1 << 20);
  constexpr std::size_t kTurns = 40;
  std::size_t echoed = 0;
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    SendUntilWouldBlock(client);
    server.Turn(test_support::kPatienceMs);
    for (l01::IoResult got = client.Recv(room); got.ok(); got = client.Recv(room)) {
      echoed += got.bytes;
    }
  }
  EXPECT_GT(echoed, 0U);
  EXPECT_LE(echoed, kTurns * 4 * 64 * 1024);
}

TEST(EdgeEchoServer, ServesABusyClientForItsBudgetOnceInATurn) {
  constexpr int kBudget = 2;
  EdgeEchoServer server(AnyListener(), kBudget);
  l01::Socket client = l01::ConnectTo(server.local());
  client.SetNonBlocking(true);
  server.Turn(1000);
  std::vector<std::byte> room(1 << 20);
  bool was_left_over = false;
  for (int turn = 0; turn < 100; ++turn) {
    SendUntilWouldBlock(client);  // a new edge, also for what is left over
    const std::uint64_t before = server.counts().io.recvs;
    was_left_over = was_left_over || server.unfinished() == 1;
    server.Turn(0);
    ASSERT_LE(server.counts().io.recvs - before, std::uint64_t{kBudget}) << "turn " << turn;
    while (client.Recv(room).ok()) {
    }
  }
  EXPECT_TRUE(was_left_over);
}

TEST(EdgeEchoServer, AcceptsNoMoreThanItsBudgetPerTurnAndComesBackToTheRest) {
  EdgeEchoServer server(AnyListener());
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 150; ++i) clients.push_back(l01::ConnectTo(server.local()));
  server.Turn(1000);
  EXPECT_EQ(server.clients(), 64U);
  server.Turn(0);  // without any new edge
  EXPECT_EQ(server.clients(), 128U);
  EXPECT_TRUE(test_support::WaitUntil([&] {
    server.Turn(0);
    return server.clients() == 150;
  }));
}

TEST(OneShotEchoServer, LosesNothingWithManyWorkersOnOneConnection) {
  OneShotEchoServer server(AnyListener(), 4);
  const Running running(server);
  // Bytes arrive all the time, also while a worker has some in its hands: two workers at once would
  // mix them up.
  for (int i = 0; i < 5; ++i) test_support::ExpectALargeEcho(server.local());
}

TEST(OneShotEchoServer, PaysOneEpollCtlPerReport) {
  const auto server = MakeServer<OneShotEchoServer>();
  const Running running(*server);
  l01::Socket client = l01::ConnectTo(server->local());
  EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
  const auto at_rest = [&] {  // the worker arms again after its send: wait until it has
    return test_support::WaitUntil(
        [&] { return server->epoll_counts().controls == server->epoll_counts().reports + 4; });
  };
  ASSERT_TRUE(at_rest());
  const std::uint64_t before = server->epoll_counts().controls;
  for (int i = 0; i < 50; ++i) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
  ASSERT_TRUE(at_rest());
  EXPECT_EQ(server->epoll_counts().controls, before + 50);
}

}  // namespace
}  // namespace l03
