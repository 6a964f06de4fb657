// The program under faults and limits that come from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/readiness.h"
#include "03_epoll/experiments/crowd.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/patience.h"
#include "tests/support/wait.h"

namespace l03 {
namespace {

using test_support::CallLog;
using test_support::CallTable;
using test_support::Joined;
using test_support::ServerProcess;
using test_support::WithDescriptorLimit;
using test_support::WithFault;
using testing::HasSubstr;

class Pressure : public testing::TestWithParam<const char*> {
 protected:
  static std::vector<std::string> Trigger() { return {"--trigger", GetParam()}; }
};

// Clients come while the server is stopped, so that one edge stands for all of them.
std::list<l01::Socket> ClientsInOneBurst(ServerProcess& server, int count) {
  server.process().Terminate(SIGSTOP);
  std::list<l01::Socket> clients;
  for (int i = 0; i < count; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
  server.process().Terminate(SIGCONT);
  return clients;
}

TEST_P(Pressure, AcceptThatFailsBecauseAClientIsGoneLosesNoOtherClient) {
  ServerProcess server = Serve(Trigger(), WithFault("accept4:error=ECONNABORTED:when=2+3"));
  for (l01::Socket& client : ClientsInOneBurst(server, 20)) {
    SendText(client, "hello");
    ASSERT_TRUE(l01::WaitReadable(client, test_support::kPatience));
    EXPECT_EQ(ReceiveText(client, 5), "hello");
  }
  EXPECT_EQ(server.Stop(), 0);
}

TEST_P(Pressure, AcceptThatFailsForWantOfADescriptorLosesNobodyIfOneBecomesFree) {
  ServerProcess server = Serve(Trigger(), WithFault("accept4:error=EMFILE:when=2+3"));
  for (l01::Socket& client : ClientsInOneBurst(server, 20)) {
    SendText(client, "hello");
    ASSERT_TRUE(l01::WaitReadable(client, test_support::kPatience));
    EXPECT_EQ(ReceiveText(client, 5), "hello");
  }
  EXPECT_EQ(server.Stop(), 0);
}

TEST_P(Pressure, AcceptThatFailsForWantOfMemoryIsTriedAgainByTheTimer) {
  // Both calls fail, the second one with the reserve given up.
  ServerProcess server = Serve(Trigger(), WithFault("accept4:error=ENOMEM:when=1..2"));
  l01::Socket client = l01::ConnectTo(server.endpoint());
  SendText(client, "hello");
  ASSERT_TRUE(l01::WaitReadable(client, test_support::kPatience));
  EXPECT_EQ(ReceiveText(client, 5), "hello");
  EXPECT_EQ(server.Stop(), 0);
}

TEST_P(Pressure, RegistrationThatFailsCostsOneClientAndNotTheServer) {
  // The first four are the server's own; with one-shot they are three, and the listener that is
  // armed again. The fifth is the first client.
  ServerProcess server = Serve(Trigger(), WithFault("epoll_ctl:error=ENOSPC:when=5"));
  l01::Socket unlucky = l01::ConnectTo(server.endpoint());
  EXPECT_EQ(ReceiveText(unlucky, 1), "");
  l01::Socket next = l01::ConnectTo(server.endpoint());
  EXPECT_EQ(l01::Exchange(next, "hello"), "hello");
  EXPECT_EQ(server.Stop(), 0);
  EXPECT_THAT(server.process().Stderr(), HasSubstr("No space left on device; refusing a client"));
}

TEST_P(Pressure, ServerWithoutDescriptorsHangsUpOnNewClientsAndServesTheOthersWithoutSpinning) {
  const CallTable counter;
  ServerProcess server = Serve(Trigger(), Joined(WithDescriptorLimit(24), counter.words()));

  std::list<l01::Socket> clients;
  int served = 0, refused = 0;
  for (int i = 0; i < 40; ++i) {
    l01::Socket client = l01::ConnectTo(server.endpoint());
    try {
      EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
      clients.push_back(std::move(client));
      ++served;
    } catch (const std::exception&) {
      ++refused;
    }
  }
  EXPECT_GT(served, 3);
  EXPECT_GT(refused, 20);
  for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "again"), "again");
  clients.pop_front();  // one leaves: there is room for one
  l01::Socket next = l01::ConnectTo(server.endpoint());
  // Its place is free when the server has seen the end; until then a newcomer is refused, too.
  for (int tries = 0; tries < 1000; ++tries) {
    try {
      EXPECT_EQ(l01::Exchange(next, "hello"), "hello");
      break;
    } catch (const std::exception&) {
      next = l01::ConnectTo(server.endpoint());
    }
  }
  EXPECT_EQ(server.Stop(), 0);
  EXPECT_THAT(server.process().Stderr(), HasSubstr("Too many open files; refusing clients"));
  const auto calls = counter.Read();
  EXPECT_LT(calls.at("epoll_wait"), calls.at("accept4") + calls.at("recvfrom") + 10);
}

TEST_P(Pressure, InterruptedWaitIsNoError) {
  ServerProcess server =
      Serve(Trigger(), WithFault("?epoll_wait,?epoll_pwait:error=EINTR:when=2+2"));
  l01::Socket client = l01::ConnectTo(server.endpoint());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
  EXPECT_EQ(server.Stop(), 0);
}

INSTANTIATE_TEST_SUITE_P(Triggers, Pressure, testing::Values("level", "edge", "lean", "oneshot"));

// System calls per echoed message with a hundred busy clients, seen from outside.
class BusyHundred : public testing::TestWithParam<const char*> {};

std::map<std::string, std::uint64_t> CallsOf(const char* trigger, int rounds) {
  const CallTable counter;
  ServerProcess server = Serve({"--trigger", trigger}, counter.words());
  std::list<l01::Socket> clients;
  for (int i = 0; i < 100; ++i) {
    clients.push_back(l01::ConnectTo(server.endpoint()));
    EXPECT_EQ(l01::Exchange(clients.back(), "hello"), "hello");
  }
  for (int round = 0; round < rounds; ++round) {
    for (l01::Socket& client : clients) SendText(client, "hello");
    for (l01::Socket& client : clients) EXPECT_EQ(ReceiveText(client, 5), "hello");
  }
  EXPECT_EQ(server.Stop(), 0);
  return counter.Read();
}

TEST_P(BusyHundred, CostOneRecvOneSendAndAtMostOneWaitPerMessageAndNoEpollCtl) {
  auto few = CallsOf(GetParam(), 5);
  auto many = CallsOf(GetParam(), 45);
  const std::uint64_t messages = 40 * 100;
  const auto more = [&](const char* call) { return many[call] - few[call]; };
  std::printf("%s: %zu messages: recvfrom %zu, sendto %zu, epoll_wait %zu, epoll_ctl %zu\n",
              GetParam(), std::size_t{messages}, std::size_t{more("recvfrom")},
              std::size_t{more("sendto")}, std::size_t{more("epoll_wait")},
              std::size_t{more("epoll_ctl")});
  EXPECT_EQ(more("recvfrom"), messages);
  EXPECT_EQ(more("sendto"), messages);
  EXPECT_LE(many["epoll_wait"], few["epoll_wait"] + messages);
  EXPECT_EQ(more("epoll_ctl"), 0U);
  EXPECT_LE(many["total"], few["total"] + 3 * messages);
}

INSTANTIATE_TEST_SUITE_P(Triggers, BusyHundred, testing::Values("level", "edge", "lean"));

class BusyTen : public testing::TestWithParam<const char*> {};

struct MessageCalls {
  std::size_t idle;                             // clients that say nothing
  std::uint64_t recvs, sends, waits, controls;  // what kTenTimesFifty messages cost
  std::uint64_t all() const { return recvs + sends + waits + controls; }
};

constexpr std::uint64_t kTenTimesFifty = 500;

MessageCalls CallsBeside(std::size_t idle, const char* trigger) {
  const CallLog log;
  ServerProcess server = Serve({"--trigger", trigger}, log.words());
  idle = std::min(idle, RoomForConnections());
  test_support::ChildProcess crowd({NETLADDER_03_EPOLL, "crowd", "127.0.0.1",
                                    std::to_string(server.endpoint().port()),
                                    std::to_string(idle)});
  EXPECT_EQ(crowd.ReadLine(), "connected " + std::to_string(idle));
  std::list<l01::Socket> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(l01::ConnectTo(server.endpoint()));
    EXPECT_EQ(l01::Exchange(clients.back(), "hello"), "hello");
  }
  // Clients are accepted in the order in which they came, so all are in now.
  const auto now = [&](std::uint64_t messages) {
    EXPECT_TRUE(test_support::WaitUntil([&] { return log.Count("sendto") == messages; },
                                        test_support::kLongPatience));
    return MessageCalls{idle, log.Count("recvfrom"), log.Count("sendto"),
                        log.Count("epoll_wait") + log.Count("epoll_pwait"), log.Count("epoll_ctl")};
  };
  const MessageCalls before = now(10);
  for (std::uint64_t sent = 0; sent < kTenTimesFifty; sent += 10) {
    for (l01::Socket& client : clients) EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
  }
  const MessageCalls after = now(10 + kTenTimesFifty);
  EXPECT_EQ(server.Stop(), 0);
  return {idle, after.recvs - before.recvs, after.sends - before.sends, after.waits - before.waits,
          after.controls - before.controls};
}

TEST_P(BusyTen, CostNoMoreCallsBesideTenThousandIdleClientsThanBesideTen) {
  const MessageCalls few = CallsBeside(10, GetParam());
  const MessageCalls many = CallsBeside(10'000, GetParam());
  std::printf("%s: %zu messages: %zu calls beside %zu idle clients, %zu beside %zu\n", GetParam(),
              std::size_t{kTenTimesFifty}, std::size_t{few.all()}, few.idle,
              std::size_t{many.all()}, many.idle);
  EXPECT_GT(many.idle, 500U);
  EXPECT_EQ(many.recvs, kTenTimesFifty);
  EXPECT_EQ(many.sends, kTenTimesFifty);
  EXPECT_EQ(many.controls, 0U);
  EXPECT_LT(many.all() * 100, few.all() * 105);
}

INSTANTIATE_TEST_SUITE_P(Triggers, BusyTen, testing::Values("level", "edge", "lean"));

}  // namespace
}  // namespace l03
