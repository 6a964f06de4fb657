// One echo conversation that every lesson's `serve` must pass, whatever stands behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "tests/contract/echo_client.h"
#include "tests/contract/servers.h"
#include "tests/support/pattern.h"
#include "tests/support/server_process.h"

namespace contract {
namespace {

using test_support::Pattern;
using test_support::ServerProcess;

class EchoContract : public testing::TestWithParam<ServerCommand> {
 protected:
  // One server for all tests of this process: it must survive what each of them does to it.
  static ServerProcess& Server() {
    std::unique_ptr<ServerProcess>& server = Servers()[GetParam().name];
    if (!server) server = std::make_unique<ServerProcess>(GetParam().argv);
    return *server;
  }
  static void TearDownTestSuite() { Servers().clear(); }

  static const l01::Endpoint& Endpoint() { return Server().endpoint(); }

 private:
  static std::map<std::string, std::unique_ptr<ServerProcess>>& Servers() {
    static std::map<std::string, std::unique_ptr<ServerProcess>> servers;
    return servers;
  }
};

// What needs a server that serves several clients at the same time.
class ConcurrentEchoContract : public EchoContract {};

// What a server with 62 places cannot do: further clients wait in its queue.
class CrowdedEchoContract : public EchoContract {};

// The server that serves one client after the other: it fails in the documented way, and only
// there.
class OneByOneContract : public EchoContract {};

TEST_P(EchoContract, EchoesASmallMessage) {
  EchoClient client(Endpoint());
  EXPECT_EQ(client.Exchange("hello"), "hello");
  EXPECT_EQ(client.Exchange("again"), "again");
}

TEST_P(EchoContract, EchoesSixteenMebibytesIntact) {
  const std::string much = Pattern(16 << 20);
  EchoClient client(Endpoint());
  EXPECT_TRUE(client.Exchange(much) == much);  // no 16 MiB in a failure message
}

TEST_P(EchoContract, ClosesInAnswerToAnEmptyConversation) {
  EchoClient client(Endpoint());
  client.ShutdownSend();
  bool closed = false;
  EXPECT_EQ(client.ReceiveUntilClosed(&closed), "");
  EXPECT_TRUE(closed);
}

TEST_P(EchoContract, EchoesByteByByte) {
  EchoClient client(Endpoint());
  for (const char c : Pattern(300)) {
    ASSERT_EQ(client.Exchange(std::string(1, c)), std::string(1, c));
  }
}

TEST_P(EchoContract, SendsEverythingBackAfterAHalfClose) {
  // More than all buffers hold, and not a byte of the echo is read before our end of the stream: a
  // server that forgets its rest when it sees that end loses it here.
  const std::string chunk = Pattern(64 * 1024);
  EchoClient client(Endpoint());
  const std::size_t sent = client.SendUntilStuck(chunk);
  ASSERT_GT(sent, 1'000'000U);
  client.ShutdownSend();
  bool closed = false;
  const std::string echo = client.ReceiveUntilClosed(&closed);
  EXPECT_EQ(echo.size(), sent);
  for (std::size_t i = 0; i < echo.size(); i += chunk.size()) {
    ASSERT_EQ(echo.compare(i, chunk.size(), chunk, 0, std::min(chunk.size(), echo.size() - i)), 0);
  }
  EXPECT_TRUE(closed);
}

TEST_P(ConcurrentEchoContract, ServesFiftyClientsAtOnce) {
  std::vector<std::unique_ptr<EchoClient>> clients;
  for (int i = 0; i < 50; ++i) clients.push_back(std::make_unique<EchoClient>(Endpoint()));
  for (int round = 0; round < 3; ++round) {
    // All speak before the first one listens, and they listen in the opposite order.
    for (std::size_t i = 0; i < clients.size(); ++i) {
      ASSERT_TRUE(clients[i]->Send(Pattern(5000, static_cast<unsigned>(i))));
    }
    for (std::size_t i = clients.size(); i-- > 0;) {
      ASSERT_TRUE(clients[i]->Receive(5000) == Pattern(5000, static_cast<unsigned>(i)));
    }
  }
}

// More clients than one Winsock wait can take events for.
TEST_P(CrowdedEchoContract, ServesTwoHundredClientsAtOnce) {
  std::vector<std::unique_ptr<EchoClient>> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(std::make_unique<EchoClient>(Endpoint()));
  for (int round = 0; round < 2; ++round) {
    for (const auto& client : clients) ASSERT_TRUE(client->Send("hello"));
    for (const auto& client : clients) ASSERT_EQ(client->Receive(5), "hello");
  }
}

TEST_P(ConcurrentEchoContract, WaitsForASlowReaderAndServesOthersMeanwhile) {
  const std::string chunk = Pattern(64 * 1024);
  EchoClient slow(Endpoint());
  const std::size_t total = slow.SendUntilStuck(chunk);
  ASSERT_GT(total, 0U);
  ASSERT_LT(total, EchoClient::kMoreThanAllBuffers) << "the server reads on and fills its memory";

  EchoClient other(Endpoint());
  EXPECT_EQ(other.Exchange("hello"), "hello");

  for (std::size_t received = 0; received < total;) {
    const std::size_t size = std::min<std::size_t>(chunk.size(), total - received);
    ASSERT_TRUE(slow.Receive(size) == chunk.substr(0, size)) << "after " << received << " bytes";
    received += size;
  }
}

TEST_P(EchoContract, SurvivesAResetInTheMiddle) {
  for (int i = 0; i < 10; ++i) {
    EchoClient client(Endpoint());
    ASSERT_TRUE(client.Send(Pattern(200'000)));
    client.Reset();
  }
  EchoClient next(Endpoint());
  EXPECT_EQ(next.Exchange("hello"), "hello");
}

TEST_P(EchoContract, SurvivesAClientThatNeverReads) {
  {
    EchoClient rude(Endpoint());
    // Full in both directions: the server holds a rest that it cannot send.
    ASSERT_GT(rude.SendUntilStuck(Pattern(64 * 1024)), 1'000'000U);
  }  // closed with the echo unread
  EchoClient next(Endpoint());
  EXPECT_EQ(next.Exchange("hello"), "hello");
}

TEST_P(EchoContract, ListensOnIPv6) {
  ServerProcess server(GetParam().argv, "::1");
  EXPECT_EQ(server.endpoint().family(), AF_INET6);
  EchoClient client(server.endpoint());
  EXPECT_EQ(client.Exchange("hello"), "hello");
}

// Whoever read the server's output has gone: that is no reason to stop serving.
TEST_P(EchoContract, SurvivesABrokenPipe) {
  ServerProcess server(GetParam().argv);
  server.process().Terminate(SIGPIPE);
  EchoClient client(server.endpoint());
  EXPECT_EQ(client.Exchange("hello"), "hello");
  EXPECT_EQ(server.Stop(SIGTERM), 0) << server.process().Stderr();
}

TEST_P(EchoContract, TakesDecimalPortsOnly) {
  for (const char* port : {"", "0x50", "010", "+80", "65536"}) {
    std::vector<std::string> argv = GetParam().argv;
    argv.insert(argv.end(), {"--port", port});
    EXPECT_EQ(test_support::RunToEnd(argv).exit_code, 2) << "'" << port << "'";
  }
}

// The last word of every server. A sanitizer that has found something would change the exit code.
TEST_P(EchoContract, EndsWithExitCodeZeroOnCtrlC) {
  ServerProcess server(GetParam().argv);
  EchoClient client(server.endpoint());
  EXPECT_EQ(client.Exchange("hello"), "hello");
  EXPECT_EQ(server.Stop(SIGINT), 0) << server.process().Stderr();
}

// Process managers end a program with SIGTERM. Windows has no such signal: not run under Wine.
TEST_P(EchoContract, EndsWithExitCodeZeroOnSigterm) {
  ServerProcess server(GetParam().argv);
  EXPECT_EQ(server.Stop(SIGTERM), 0) << server.process().Stderr();
}

TEST_P(OneByOneContract, LetsTheSecondClientWaitUntilTheFirstHasLeft) {
  auto first = std::make_unique<EchoClient>(Endpoint());
  EXPECT_EQ(first->Exchange("hello"), "hello");
  EchoClient second(Endpoint());
  ASSERT_TRUE(second.Send("hi"));
  EXPECT_FALSE(second.AnswerArrivesWithin(std::chrono::milliseconds(300)));
  first.reset();
  EXPECT_EQ(second.Receive(2), "hi");
}

TEST_P(OneByOneContract, WaitsForASlowReaderAndLosesNothing) {
  const std::string chunk = Pattern(64 * 1024);
  EchoClient slow(Endpoint());
  const std::size_t total = slow.SendUntilStuck(chunk);
  for (std::size_t received = 0; received < total;) {
    const std::size_t size = std::min<std::size_t>(chunk.size(), total - received);
    ASSERT_TRUE(slow.Receive(size) == chunk.substr(0, size)) << "after " << received << " bytes";
    received += size;
  }
}

// The servers whose names end in one of `endings`, or in none of them.
std::vector<ServerCommand> Servers(const std::vector<std::string>& endings, bool with) {
  std::vector<ServerCommand> servers = ReadServers();
  std::erase_if(servers, [&](const ServerCommand& server) {
    const bool found = std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
      return server.name.ends_with(ending);
    });
    return found != with;
  });
  return servers;
}

std::string NameOf(const testing::TestParamInfo<ServerCommand>& server) {
  return server.param.name;
}

INSTANTIATE_TEST_SUITE_P(Servers, EchoContract, testing::ValuesIn(ReadServers()), NameOf);
INSTANTIATE_TEST_SUITE_P(Servers, ConcurrentEchoContract,
                         testing::ValuesIn(Servers({"_blocking"}, false)), NameOf);
INSTANTIATE_TEST_SUITE_P(Servers, CrowdedEchoContract,
                         testing::ValuesIn(Servers({"_blocking", "_per_socket"}, false)), NameOf);
INSTANTIATE_TEST_SUITE_P(Servers, OneByOneContract, testing::ValuesIn(Servers({"_blocking"}, true)),
                         NameOf);

}  // namespace
}  // namespace contract
