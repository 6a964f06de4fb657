#include "03_epoll/servers/acceptor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "01_blocking/sockets/error.h"
#include "03_epoll/experiments/arrival.h"
#include "tests/03_epoll/support/support.h"

namespace l03 {
namespace {

using Outcome = Acceptor::Outcome;

l01::Socket Client(const Acceptor& acceptor) {
  return l01::ConnectTo(acceptor.listener().LocalEndpoint());
}

TEST(Acceptor, SaysNobodyInsteadOfWaiting) {
  Acceptor acceptor(AnyListener());
  EXPECT_EQ(acceptor.Accept().outcome, Outcome::kNobody);
}

TEST(Acceptor, GivesTheClient) {
  Acceptor acceptor(AnyListener());
  const l01::Socket client = Client(acceptor);
  AwaitClients(acceptor.listener(), 1);
  const Acceptor::Result result = acceptor.Accept();
  EXPECT_EQ(result.outcome, Outcome::kClient);
  EXPECT_EQ(result.client.PeerEndpoint(), client.LocalEndpoint());
  EXPECT_EQ(acceptor.calls(), 1U);
}

// The limit with which so many descriptors can still be opened.
rlim_t LimitThatLeaves(int descriptors) {
  const l01::Socket lowest_free = l01::Socket::OpenTcp(AF_INET);
  return static_cast<rlim_t>(lowest_free.native() + descriptors);
}

TEST(Acceptor, HangsUpOnAClientWhenNoDescriptorIsLeftAndGoesOnWithTheNext) {
  Acceptor acceptor(AnyListener());
  std::array<l01::Socket, 2> clients = {Client(acceptor), Client(acceptor)};
  AwaitClients(acceptor.listener(), 2);
  {
    const DescriptorLimit limit(LimitThatLeaves(0));
    EXPECT_EQ(acceptor.Accept().outcome, Outcome::kRefused);
  }
  EXPECT_EQ(ReceiveText(clients[0], 1), "");  // the end, at once
  EXPECT_EQ(acceptor.Accept().outcome, Outcome::kClient);
  EXPECT_EQ(acceptor.Accept().outcome, Outcome::kNobody);
}

TEST(Acceptor, SaysItOnceHoweverManyClientsAreRefused) {
  Acceptor acceptor(AnyListener());
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 50; ++i) clients.push_back(Client(acceptor));
  AwaitClients(acceptor.listener(), 50);
  testing::internal::CaptureStderr();
  const auto start = std::chrono::steady_clock::now();
  {
    const DescriptorLimit limit(LimitThatLeaves(0));
    for (int i = 0; i < 50; ++i) EXPECT_EQ(acceptor.Accept().outcome, Outcome::kRefused);
  }
  const auto pauses = (std::chrono::steady_clock::now() - start) / l01::AcceptPause::kLength;
  const std::string said = testing::internal::GetCapturedStderr();
  const auto lines = std::count(said.begin(), said.end(), '\n');
  EXPECT_GE(lines, 1) << said;
  EXPECT_LE(lines, pauses + 1) << said;
}

TEST(Acceptor, SaysExhaustedWhenTheReserveDoesNotHelpAndLosesNobody) {
  Acceptor acceptor(AnyListener());
  const l01::Socket client = Client(acceptor);
  AwaitClients(acceptor.listener(), 1);
  {
    const DescriptorLimit limit(kNoNewDescriptor);
    EXPECT_EQ(acceptor.Accept().outcome, Outcome::kExhausted);
    EXPECT_EQ(acceptor.Accept().outcome, Outcome::kExhausted);
  }
  EXPECT_EQ(acceptor.Accept().outcome, Outcome::kClient);
}

TEST(Acceptor, GetsItsReserveBackAfterAHardTime) {
  Acceptor acceptor(AnyListener());
  const std::array<l01::Socket, 3> clients = {Client(acceptor), Client(acceptor), Client(acceptor)};
  AwaitClients(acceptor.listener(), 3);
  {
    const DescriptorLimit limit(kNoNewDescriptor);
    EXPECT_EQ(acceptor.Accept().outcome, Outcome::kExhausted);  // the reserve is lost
  }
  const Acceptor::Result first = acceptor.Accept();  // and is opened again here
  EXPECT_EQ(first.outcome, Outcome::kClient);
  const DescriptorLimit limit(LimitThatLeaves(0));
  EXPECT_EQ(acceptor.Accept().outcome, Outcome::kRefused);
}

TEST(Acceptor, ThrowsForWhatTryingAgainDoesNotMend) {
  Acceptor acceptor(l01::Socket::OpenTcp(AF_INET));  // does not listen
  EXPECT_THROW(acceptor.Accept(), l01::SocketError);
}

}  // namespace
}  // namespace l03
