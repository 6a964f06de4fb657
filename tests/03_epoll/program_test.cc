// The program as its users meet it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "01_blocking/echo/blocking_echo.h"
#include "03_epoll/epoll/reuse_port.h"
#include "tests/03_epoll/support/support.h"
#include "tests/support/child_process.h"

namespace l03 {
namespace {

using test_support::Joined;
using test_support::Outcome;
using test_support::ServerProcess;
using test_support::WithDescriptorLimit;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Outcome RunProgram(const std::vector<std::string>& arguments,
                   const std::vector<std::string>& in_front = {}) {
  return test_support::RunToEnd(Joined(Joined(in_front, {NETLADDER_03_EPOLL}), arguments));
}

TEST(Program, ShowsItsDemoWithoutAnArgument) {
  const Outcome outcome = RunProgram({});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, EndsWith("statements hold.\n"));
}

TEST(Program, SaysHowManyIdleClientsItReachedWhenDescriptorsAreFew) {
  const Outcome outcome = RunProgram({}, WithDescriptorLimit(1200));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("raise the descriptor limit"));
}

class WrongUsage : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongUsage, ExitsWithTwoAndOneLine) {
  const Outcome outcome = RunProgram(GetParam());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("03_epoll: "));
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

using Arguments = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(Arguments, WrongUsage,
                         testing::Values(Arguments{"serve", "--port", "0", "--trigger", "magic"},
                                         Arguments{"serve", "--port", "0", "--threads", "0"},
                                         Arguments{"serve", "--port", "0", "--threads", "many"},
                                         Arguments{"crowd", "127.0.0.1", "80"},
                                         Arguments{"crowd", "127.0.0.1", "0", "5"}));

TEST(Program, RefusesAPortThatIsTakenUnlessThreadsShareIt) {
  const l01::Socket first = AnyListener();
  const std::string port = std::to_string(first.LocalEndpoint().port());
  for (const char* threads : {"1", "2"}) {
    const Outcome outcome = RunProgram({"serve", "--port", port, "--threads", threads});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("Address already in use"));
  }
  // One loop does not ask for sharing: it is refused, although the first one would share.
  const l01::Socket shares = ListenSharing(l01::Endpoint::Loopback());
  const std::string shared_port = std::to_string(shares.LocalEndpoint().port());
  const Outcome alone = RunProgram({"serve", "--port", shared_port, "--threads", "1"});
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_THAT(alone.err, HasSubstr("Address already in use"));
  test_support::ChildProcess together(
      {NETLADDER_03_EPOLL, "serve", "--port", shared_port, "--threads", "2"});
  EXPECT_EQ(together.ReadLine(), "listening on 127.0.0.1:" + shared_port);
  ::kill(together.pid(), SIGTERM);
  EXPECT_EQ(together.WaitExit(), 0);
}

// Where a thread would wait for Ctrl-C, libc's recv and send would take their slower way.
TEST(Program, ServesOnOneThread) {
  for (const char* trigger : {"level", "edge", "lean"}) {
    ServerProcess server = Serve({"--trigger", trigger});
    l01::Socket client = l01::ConnectTo(server.endpoint());
    EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
    EXPECT_EQ(server.Threads(), 1) << trigger;
    EXPECT_EQ(server.Stop(SIGINT), 0) << server.process().Stderr();
  }
}

class Threads : public testing::TestWithParam<const char*> {};

TEST_P(Threads, ServeAndEndAtOnceOnASignal) {
  ServerProcess server = Serve({"--trigger", GetParam(), "--threads", "4"});
  std::vector<l01::Socket> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(l01::ConnectTo(server.endpoint()));
    EXPECT_EQ(l01::Exchange(clients.back(), "hello"), "hello");
  }
  EXPECT_EQ(server.Stop(), 0) << server.process().Stderr();
}

INSTANTIATE_TEST_SUITE_P(Triggers, Threads, testing::Values("level", "edge", "lean", "oneshot"));

TEST(Crowd, SaysHowManyConnectedAndWhyNotMore) {
  const l01::Socket listener = AnyListener();
  const std::string port = std::to_string(listener.LocalEndpoint().port());
  EXPECT_EQ(RunProgram({"crowd", "127.0.0.1", port, "20"}).out, "connected 20\n");
  const Outcome outcome = RunProgram({"crowd", "127.0.0.1", port, "50"}, WithDescriptorLimit(16));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr(" of 50: socket: Too many open files"));
}

TEST(Program, DrawsTheWaveformOfThePage) {
  const Outcome outcome = RunProgram({"waveform"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 5);
  EXPECT_THAT(outcome.out, HasSubstr("\nlevel-triggered  ▁"));
}

TEST(Program, RecordsEachReportInItsTrace) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("netladder-trace-" + std::to_string(::getpid()));
  {
    ServerProcess server = Serve({"--trigger", "edge", "--trace", path.string()});
    l01::Socket client = l01::ConnectTo(server.endpoint());
    EXPECT_EQ(l01::Exchange(client, "hello"), "hello");
    EXPECT_EQ(server.Stop(), 0);
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  std::filesystem::remove(path);
  EXPECT_THAT(text.str(), HasSubstr("\"name\":\"epoll_wait\""));
  EXPECT_THAT(text.str(), HasSubstr("\"name\":\"ready\""));
}

}  // namespace
}  // namespace l03
