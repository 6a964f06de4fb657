#include "01_blocking/sockets/nonblocking_connect.h"

#include <gtest/gtest.h>

#include <list>
#include <optional>

#include "01_blocking/errors/names.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/patience.h"

namespace l01 {
namespace {

using test_support::kPatience;

class NonBlockingConnect : public testing::TestWithParam<int> {};

TEST_P(NonBlockingConnect, ConnectsInTheBackground) {
  Socket listener = ListenOn(Endpoint::Loopback(0, GetParam()));
  PendingConnect attempt(listener.LocalEndpoint());
  ASSERT_TRUE(WaitWritable(attempt.socket(), kPatience));
  Socket client = attempt.Finish();
  Socket server = listener.Accept().value();
  server.SendAll(std::array{std::byte{7}});
  ASSERT_TRUE(WaitReadable(client, kPatience));
  std::array<std::byte, 1> room;
  EXPECT_EQ(client.Recv(room).bytes, 1U);
  EXPECT_TRUE(client.Recv(room).would_block());  // it is still non-blocking
}

TEST_P(NonBlockingConnect, BecomesWritableWhenItFailsTooAndSoErrorTellsWhy) {
  Socket nobody = Socket::OpenTcp(GetParam());
  nobody.Bind(Endpoint::Loopback(0, GetParam()));
  // Made outside of the try: the attempt starts well, and fails in the background.
  std::optional<PendingConnect> attempt;
  ASSERT_NO_THROW(attempt.emplace(nobody.LocalEndpoint()));
  ASSERT_TRUE(WaitWritable(attempt->socket(), kPatience));
  try {
    attempt->Finish();
    FAIL() << "nobody listens there";
  } catch (const SocketError& error) {
    EXPECT_EQ(error.what(),
              "connect " + nobody.LocalEndpoint().ToString() + ": " + SystemReason(error.code()));
    EXPECT_EQ(error.code(), NameOf(Fault::kRefused).code);
  }
}

INSTANTIATE_TEST_SUITE_P(Families, NonBlockingConnect, testing::Values(AF_INET, AF_INET6),
                         [](const testing::TestParamInfo<int>& family) {
                           return family.param == AF_INET ? "IPv4" : "IPv6";
                         });

TEST(PendingConnect, SaysThatItIsNotFinishedAndGoesOn) {
  Socket listener = ListenOn(Endpoint::Loopback(), 0);
  std::list<PendingConnect> queue;
  do {
    queue.emplace_back(listener.LocalEndpoint());
  } while (WaitWritable(queue.back().socket(), std::chrono::milliseconds(100)));
  PendingConnect& unanswered = queue.back();
  try {
    unanswered.Finish();
    FAIL() << "nobody has answered yet";
  } catch (const SocketError& error) {
    EXPECT_EQ(error.what(),
              "connect " + listener.LocalEndpoint().ToString() + ": not finished yet");
  }
  EXPECT_TRUE(unanswered.socket().valid());
  for (std::size_t i = 0; i < queue.size(); ++i) listener.Accept();
  EXPECT_TRUE(WaitWritable(unanswered.socket(), kPatience));
  EXPECT_TRUE(unanswered.Finish().valid());
}

TEST(ConnectWithin, GivesUpOnAServerThatDoesNotAnswer) {
  Socket listener = ListenOn(Endpoint::Loopback(), 0);
  std::vector<Socket> queue;
  try {
    for (int i = 0; i < 100; ++i) {
      queue.push_back(ConnectWithin(listener.LocalEndpoint(), std::chrono::milliseconds(100)));
    }
    FAIL() << "the queue has no end";
  } catch (const SocketError& error) {
    EXPECT_EQ(error.what(), "connect " + listener.LocalEndpoint().ToString() + ": timed out");
  }
}

TEST(ConnectWithin, GivesAConnectedSocket) {
  Socket listener = ListenOn(Endpoint::Loopback());
  const Socket client = ConnectWithin(listener.LocalEndpoint(), kPatience);
  EXPECT_EQ(client.PeerEndpoint(), listener.LocalEndpoint());
}

}  // namespace
}  // namespace l01
