// The program as its users meet it, and what its server costs in system calls.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "01_blocking/sockets/socket.h"
#include "tests/support/in_front.h"
#include "tests/support/server_process.h"

namespace l04 {
namespace {

using test_support::Joined;
using test_support::Outcome;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using Calls = std::map<std::string, std::uint64_t>;

Outcome RunProgram(const std::vector<std::string>& arguments) {
  return test_support::RunToEnd(Joined({NETLADDER_04_DISPATCHER}, arguments));
}

TEST(Program, ShowsItsDemoWithoutAnArgumentAndWithoutAWordOfComplaint) {
  const Outcome outcome = RunProgram({});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, EndsWith("statements hold.\n"));
  EXPECT_EQ(outcome.err, "");
}

TEST(Program, RefusesABackendOrAGroupCountThatItDoesNotHave) {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"serve", "--port", "0", "--backend", "kqueue"},
        {"serve", "--port", "0", "--backend", "wsa", "--groups", "0"}}) {
    const Outcome outcome = RunProgram(wrong);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("04_dispatcher: "));
  }
}

TEST(Program, SaysWhyItCannotListen) {
  const l01::Socket taken = l01::ListenOn(l01::Endpoint::Loopback());
  const std::string port = std::to_string(taken.LocalEndpoint().port());
  const Outcome outcome = RunProgram({"serve", "--port", port});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("127.0.0.1:" + port + ": Address already in use\n"));
}

// Where a thread would wait for Ctrl-C, libc's recv and send would take their slower way.
TEST(Program, ServesOnOneThreadOnEpoll) {
  test_support::ServerProcess server({NETLADDER_04_DISPATCHER, "serve", "--backend", "epoll"});
  const l01::Socket client = l01::ConnectTo(server.endpoint());
  EXPECT_EQ(server.Threads(), 1);
  EXPECT_EQ(server.Stop(SIGINT), 0) << server.process().Stderr();
}

// Every client sends one message, then all echoes are read.
void Round(std::vector<l01::Socket>& clients) {
  const std::string text(64, 'x');
  for (l01::Socket& client : clients) client.SendAll(std::as_bytes(std::span(text)));
  for (l01::Socket& client : clients) {
    std::string got(64, '\0');
    std::size_t size = 0;
    while (size < got.size()) {
      const l01::IoResult result =
          client.Recv(std::as_writable_bytes(std::span(got)).subspan(size));
      ASSERT_TRUE(result.ok());
      size += result.bytes;
    }
  }
}

// The calls of a server with 100 clients that send so many messages each.
Calls CallsForRounds(int rounds, const std::vector<std::string>& arguments) {
  const test_support::CallTable table;
  test_support::ServerProcess server(
      Joined(Joined(table.words(), {NETLADDER_04_DISPATCHER, "serve"}), arguments));
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 100; ++i) clients.push_back(l01::ConnectTo(server.endpoint()));
  for (int i = 0; i < rounds; ++i) Round(clients);
  EXPECT_EQ(server.Stop(), 0);
  return table.Read();
}

TEST(ServerCalls, PerMessageAreOneRecvOneSendAndAShareOfTheWaitAndNoEpollCtl) {
  const Calls few = CallsForRounds(1, {"--backend", "epoll"});
  const Calls many = CallsForRounds(11, {"--backend", "epoll"});
  const auto more = [&](const std::string& name) {
    return (many.contains(name) ? many.at(name) : 0) - (few.contains(name) ? few.at(name) : 0);
  };
  constexpr std::uint64_t kMessages = 1000;
  EXPECT_EQ(more("recvfrom"), kMessages);
  EXPECT_EQ(more("sendto"), kMessages);
  EXPECT_EQ(more("epoll_ctl"), 0U);
  // While strace slows the server down the clients get ahead of it: how many messages a wait
  // reports is luck, but never less than one.
  EXPECT_LE(more("epoll_wait"), kMessages + 20);
  EXPECT_LE(more("total"), 3 * kMessages + 100);
  std::printf("per message: recv %.3f, send %.3f, epoll_wait %.3f, epoll_ctl %.3f, all %.3f\n",
              static_cast<double>(more("recvfrom")) / kMessages,
              static_cast<double>(more("sendto")) / kMessages,
              static_cast<double>(more("epoll_wait")) / kMessages,
              static_cast<double>(more("epoll_ctl")) / kMessages,
              static_cast<double>(more("total")) / kMessages);
}

TEST(ServerCalls, PerClientAreTwoEpollCtlsOneToAddAndOneToRemove) {
  const Calls calls = CallsForRounds(1, {"--backend", "epoll"});
  // 100 clients are added; on SIGTERM the server ends and removes them. Three of its own: the
  // listener and the signals, added and removed, and the wake-up.
  EXPECT_EQ(calls.at("epoll_ctl"), 205U);
}

}  // namespace
}  // namespace l04
