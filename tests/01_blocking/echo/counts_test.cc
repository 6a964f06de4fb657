// What a loop costs in system calls, and what a transfer meets on its way.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/busy_echo.h"
#include "01_blocking/experiments/slow_transfer.h"
#include "01_blocking/sockets/pair.h"

namespace l01 {
namespace {

constexpr int kMessages = 50;

// `fewest_recvs`: of the connection that was asked least often.
template <typename EchoLoop>
IoCounts Count(EchoLoop echo_loop, int idle_clients, std::uint64_t* fewest_recvs = nullptr) {
  std::vector<Socket> clients;
  std::vector<EchoConnection> connections;
  for (int i = 0; i < idle_clients + 1; ++i) {
    auto [client, server] = ConnectedPair();
    clients.push_back(std::move(client));
    connections.emplace_back(std::move(server));
  }
  std::atomic<bool> finished = false;
  std::thread speaker([&] {
    for (int i = 0; i < kMessages; ++i) EXPECT_EQ(Exchange(clients[0], "hello"), "hello");
    finished = true;
    clients[0].ShutdownSend();
  });
  const IoCounts counts = echo_loop(connections, [&] { return finished.load(); });
  speaker.join();
  if (fewest_recvs != nullptr) {
    *fewest_recvs = counts.recvs;
    for (const EchoConnection& one : connections) {
      *fewest_recvs = std::min(*fewest_recvs, one.counts().recvs);
    }
  }
  return counts;
}

TEST(Poll, CostsThreeCallsPerMessageHoweverManyClientsAreIdle) {
  for (const int idle : {0, 20}) {
    const IoCounts counts = Count(EchoByPoll, idle);
    EXPECT_LE(counts.calls(), 3U * kMessages + 3) << idle;
    EXPECT_EQ(counts.would_blocks, 0U) << idle;
  }
}

TEST(Asking, CallsRecvOnEverySocketAgainAndAgain) {
  std::uint64_t fewest_recvs = 0;
  const IoCounts counts = Count(EchoByAsking, 20, &fewest_recvs);
  EXPECT_GE(fewest_recvs, std::uint64_t{kMessages}) << "every socket is asked";
  EXPECT_GE(counts.would_blocks, 20U * kMessages);
  EXPECT_EQ(counts.waits, 0U);
}

TEST(SlowTransfer, MeetsWouldBlockAndLosesNothing) {
  auto [sender, reader] = ConnectedPair();
  std::string text(8 << 20, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 2654435761U >> 11);
  std::string received;
  const IoCounts counts = TransferSlowly(sender, reader, text, 64 * 1024, &received);
  EXPECT_GT(counts.would_blocks, 0U);
  EXPECT_TRUE(received == text);
}

TEST(IoCounts, NotesAShortSendAndNotAFullOne) {
  IoCounts counts;
  counts.AddSend(IoResult::Bytes(3), 5);
  counts.AddSend(IoResult::Bytes(5), 5);
  counts.AddSend(IoResult::WouldBlock(), 5);
  EXPECT_EQ(counts.sends, 3U);
  EXPECT_EQ(counts.short_sends, 1U);
  EXPECT_EQ(counts.would_blocks, 1U);
  EXPECT_EQ(counts.calls(), 3U);
}

}  // namespace
}  // namespace l01
