// The autobahn command against the small fuzzing server: the standard protocol, and every case OK.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>

#include "01_blocking/sockets/socket.h"
#include "01_blocking/sockets/winsock_session.h"
#include "05_websocket/program/autobahn.h"
#include "support/command_line.h"
#include "tests/05_websocket/support/fuzzing_server.h"
#include "tests/support/patience.h"

namespace {

using l05::ClientArguments;
using ::testing::HasSubstr;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::FuzzingCase;
using ws_test::FuzzingServer;
using ws_test::ScriptedServer;
using ws_test::Verdict;

class Autobahn : public ::testing::TestWithParam<std::string> {
 protected:
  ClientArguments Arguments(const std::string& url) const {
    ClientArguments arguments;
    arguments.url = url;
    arguments.backend = GetParam();
    return arguments;
  }
  void ExpectAllOk(FuzzingServer& server, std::size_t cases) {
    EXPECT_EQ(l05::RunAutobahn(Arguments(server.Url()), "netladder"), 0);
    EXPECT_EQ(server.Join(), "");
    EXPECT_EQ(server.reported(), "netladder");
    EXPECT_EQ(server.verdicts().size(), cases);
    for (const Verdict& verdict : server.verdicts()) {
      EXPECT_EQ(verdict.problem, "") << "case " << verdict.id;
      EXPECT_EQ(verdict.agent, "netladder");
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, Autobahn, ::testing::ValuesIn(l04::BackendNames()),
                         [](const auto& tested) { return tested.param; });

TEST_P(Autobahn, PassesEveryFramingCase) {
  const auto cases = ws_test::FramingCases();
  EXPECT_GT(cases.size(), 100U);
  FuzzingServer server(cases);
  ExpectAllOk(server, cases.size());
}

// None UNIMPLEMENTED in 12.* and 13.*: every parameter and size of permessage-deflate.
TEST_P(Autobahn, PassesEveryCompressionCase) {
  const auto cases = ws_test::CompressionCases();
  FuzzingServer server(cases);
  ExpectAllOk(server, cases.size());
}

// The server breaks the connection at three points; the cases behind must still be run.
TEST_P(Autobahn, GoesOnAfterCasesThatFail) {
  const FuzzingCase reset{"reset", "", [](Conversation& client) {
                            client.Reset();
                            return std::string();
                          }};
  const FuzzingCase leave{"leave", "", [](Conversation&) { return std::string(); }};
  const FuzzingCase fine{"fine", "", [](Conversation& client) {
                           client.SendFrame(0x88, CloseText(1000));
                           return client.ReadFrames().back().opcode == 8 ? "" : "no Close frame";
                         }};
  const std::vector<FuzzingCase> cases = {reset, fine, leave, fine};
  FuzzingServer server(cases);
  ExpectAllOk(server, cases.size());
}

TEST_P(Autobahn, SaysWhenACaseWasNotRun) {
  int connections = 0;
  ScriptedServer server(
      [&connections](Conversation& client) {
        if (++connections == 2) return;  // case 1: no answer at all
        client.Handshake();
        if (connections == 1) client.SendFrame(0x81, "2");
        client.SendFrame(0x88, CloseText(1000));
        client.ReadFrames();
      },
      4);
  try {
    l05::RunAutobahn(Arguments(server.Url("")), "netladder");
    ADD_FAILURE() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "1 cases were not run");
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(connections, 4) << "count, two cases, report";
}

TEST_P(Autobahn, StopsWhenTheServerIsGone) {
  const l01::WinsockSession winsock;
  l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  const std::string url = "ws://" + listener.LocalEndpoint().ToString();
  std::thread server([&listener] {
    Conversation client(std::move(*listener.Accept()));
    listener.Close();
    client.Handshake();
    client.SendFrame(0x81, "500");
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  try {
    l05::RunAutobahn(Arguments(url), "netladder");
    ADD_FAILURE() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the server is gone");
  }
  server.join();
}

TEST_P(Autobahn, SaysWhenThereIsNoCaseCount) {
  for (const std::string answer : {"", "many", "-1", "99999999999"}) {
    ScriptedServer server([&answer](Conversation& client) {
      client.Handshake();
      if (!answer.empty()) client.SendFrame(0x81, answer);
      client.SendFrame(0x88, CloseText(1000));
      client.ReadFrames();
    });
    try {
      l05::RunAutobahn(Arguments(server.Url("")), "netladder");
      ADD_FAILURE() << "no exception for '" << answer << "'";
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr("getCaseCount: "));
    }
  }
}

// A name is one value of the query, whatever it contains, and slashes behind the port are no path.
TEST_P(Autobahn, EncodesTheAgentAndIgnoresATrailingSlash) {
  FuzzingServer server({});
  EXPECT_EQ(l05::RunAutobahn(Arguments(server.Url() + "//"), "my agent&case=7"), 0);
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(server.reported(), "my%20agent%26case%3D7");
}

TEST(AutobahnArguments, MustNameAWebSocket) {
  ClientArguments arguments;
  arguments.url = "http://127.0.0.1:9001";
  EXPECT_THROW(l05::RunAutobahn(arguments, "netladder"), support::UsageError);
}

// What RunAutobahn throws, or an empty string; what it prints goes to `*out`.
std::string Failure(const ClientArguments& arguments, std::string* out,
                    const l05::AutobahnPatience& patience = {}) {
  ::testing::internal::CaptureStdout();
  std::string failure;
  try {
    l05::RunAutobahn(arguments, "netladder", patience);
  } catch (const std::runtime_error& error) {
    failure = error.what();
  }
  *out = ::testing::internal::GetCapturedStdout();
  return failure;
}

void SayCount(Conversation& client, const std::string& count) {
  client.SendFrame(0x81, count);
  client.SendFrame(0x88, CloseText(1000));
  client.ReadFrames();
}

TEST_P(Autobahn, SaysThatTheReportBrokeOffBehindTheHandshake) {
  int connections = 0;
  ScriptedServer server(
      [&connections](Conversation& client) {
        client.Handshake();
        if (++connections == 1) return SayCount(client, "0");
        client.Reset();
      },
      2);
  std::string out;
  EXPECT_THAT(Failure(Arguments(server.Url("")), &out), HasSubstr("updateReports: "));
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Autobahn, SaysThatThereWasNothingToRun) {
  FuzzingServer server({});
  std::string out;
  EXPECT_EQ(Failure(Arguments(server.Url()), &out), "");
  EXPECT_EQ(out, "0 of 0 cases were run\n");
}

TEST_P(Autobahn, NamesTheCasesThatWereBrokenOffRightBehindTheHandshake) {
  const FuzzingCase reset{"reset", "", [](Conversation& client) {
                            client.Reset();
                            return std::string();
                          }};
  const FuzzingCase fine{"fine", "", [](Conversation& client) {
                           client.SendFrame(0x88, CloseText(1000));
                           return client.ReadFrames().back().opcode == 8 ? "" : "no Close frame";
                         }};
  FuzzingServer server({fine, reset, fine, reset});
  std::string out;
  EXPECT_EQ(Failure(Arguments(server.Url()), &out), "");
  EXPECT_THAT(out, ::testing::EndsWith(
                       "\n4 of 4 cases were run; broken off right behind the handshake: 2, 4\n"));
}

// It froze behind a handshake, or before: either way the rest is not tried, case by case.
TEST_P(Autobahn, LeavesAServerThatFreezesAndSaysWhatWasNotRun) {
  for (const bool answers : {true, false}) {
    int connections = 0;
    ScriptedServer server(
        [&connections, answers](Conversation& client) {
          const bool first = ++connections == 1;
          if (first || answers) client.Handshake();
          if (first) return SayCount(client, "500");
          client.ReadToEnd();
        },
        3);
    std::string out;
    // The first silence may be that of a server that is about to speak, on a busy machine.
    const l05::AutobahnPatience patience{std::chrono::seconds(2) * test_support::kSlowdown,
                                         std::chrono::milliseconds(50), std::chrono::seconds(5)};
    EXPECT_EQ(Failure(Arguments(server.Url("")), &out, patience),
              "the server is frozen: cases 3 to 500 were not run");
    EXPECT_EQ(server.Join(), "");
  }
}

}  // namespace
