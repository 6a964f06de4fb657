// How the program ends: when, with which exit code, and what it says about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <string>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "support/latch.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/wait.h"

namespace {

using test_support::ChildProcess;
using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::CloseText;
using ws_test::Command;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

// Sends `reply` in pieces, with pauses, each shorter than `--wait`.
void Drip(Conversation& client, const std::string& reply, int pieces) {
  const std::size_t piece = reply.size() / static_cast<std::size_t>(pieces) + 1;
  for (std::size_t at = 0; at < reply.size(); at += piece) {
    EXPECT_TRUE(client.StaysSilent(20)) << "the client closed in the middle of the reply";
    client.Send(reply.substr(at, piece));
  }
}

// One message that takes far longer than --wait. The pauses are short, so that also on a busy
// machine none is as long as --wait.
TEST(ProgramEnd, WaitsForOneReplyAsLongAsItArrives) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    Drip(client, ServerFrame(0x81, std::string(100'000, 'x')), 100);
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  const Finished run({"--wait", "1", server.Url()}, "get\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout().size(), 100'001U);
  EXPECT_EQ(server.Join(), "");
}

TEST(ProgramEnd, SaysCodeAndReasonUnlessItIsQuiet) {
  for (const bool quiet : {false, true}) {
    ScriptedServer server([](Conversation& client) {
      client.Handshake();
      client.SendFrame(0x88, CloseText(4001, "see you"));
      client.ReadFrames();
    });
    std::vector<std::string> arguments = {server.Url()};
    if (quiet) arguments.emplace_back("-q");
    const Finished run(arguments);
    EXPECT_EQ(run.exit_code, 0) << "4000 to 4999 belong to the application";
    EXPECT_EQ(run.child.Stderr(),
              quiet ? "" : "05_websocket: closed with 4001 (application code): see you\n");
  }
}

TEST(ProgramEnd, WithACodeOfTheApplicationIsAFailureIfAskedTo) {
  for (const auto& [code, exit_code] :
       std::vector<std::pair<int, int>>{{1000, 0}, {1001, 0}, {3000, 1}, {4000, 1}, {4999, 1}}) {
    ScriptedServer server([code = code](Conversation& client) {
      client.Handshake();
      client.SendFrame(0x88, CloseText(code, "so"));
      client.ReadFrames();
    });
    const Finished run({"--strict-exit", server.Url()});
    EXPECT_EQ(run.exit_code, exit_code) << code;
    EXPECT_THAT(run.child.Stderr(), HasSubstr(std::to_string(code)));
    EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
  }
}

TEST(ProgramEnd, ByACloseFrameWithAResetBehindItIsGood) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x81, "bye");
    client.SendFrame(0x88, CloseText(1000));
    client.Reset();
  });
  ChildProcess child(Command({server.Url()}));
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(child.Stdout(), "bye\n");
}

TEST(ProgramEnd, ComesAfterTheFirstMessageIfAskedTo) {
  l05::LoopbackServer server;
  const Finished run({"-1", "-x", "first", "-x", "second", server.Url("/echo")}, "not read\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "first\n");
  const Finished all({"-x", "first", "-x", "second", server.Url("/echo")}, "not read\n");
  EXPECT_EQ(all.exit_code, 0) << all.child.Stderr();
  EXPECT_EQ(all.child.Stdout(), "first\nsecond\n") << "instead of the input";
}

TEST(ProgramEnd, WithoutTheOneMessageIsAFailure) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  const Finished run({"-1", "-x", "question", server.Url()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("no message came"));
}

TEST(ProgramEnd, IsTheServersIfThisSideOnlyListens) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    EXPECT_TRUE(client.StaysSilent(100));
    client.SendFrame(0x81, "news");
    client.SendFrame(0x88, CloseText(1000));
    EXPECT_EQ(client.ReadFrame().opcode, 8);
  });
  const Finished run({"--listen-only", "--wait", "0", server.Url()}, "not read\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "news\n");
  EXPECT_EQ(server.Join(), "");
}

TEST(ProgramUsage, KnowsItsVersion) {
  const Finished run({"--version"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.child.Stdout(), HasSubstr("netladder"));
}

TEST(ProgramUsage, KnowsNoEmptyValues) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"ws://h/", "--ping", ""},
                                             {"ws://h/", "--wait="},
                                             {"ws://h/", "--connect-timeout", ""},
                                             {"ws://h/", "--max-message", ""},
                                             {"ws://h/", "--close", ""},
                                             {"ws://h/", "--origin", ""},
                                             {"ws://h/", "-H", ""},
                                             {"ws://h/", "--subprotocol", ""},
                                             {"ws://h/", "--ca", ""},
                                             {"ws://h/", "--backend", ""},
                                             {"ws://h/", "--protoo", ""},
                                             {"ws://h/", "--trace", ""},
                                             {""},
                                             {"peer", "--port", ""},
                                             {"bench", "ws://h/", "flood", "1", ""}}) {
    const Finished run(wrong);
    EXPECT_EQ(run.exit_code, 2) << ::testing::PrintToString(wrong);
    EXPECT_EQ(LinesOf(run.child.Stderr()), 1) << run.child.Stderr();
  }
}

TEST(ProgramUsage, NamesAFileOfCertificatesThatIsMissing) {
  const Finished run({"--ca", "/no/such.pem", "wss://127.0.0.1:1/"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("--ca /no/such.pem: No such file or directory"));
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
}

TEST(ProgramRetry, EndsAtARefusalThatWillBeRepeated) {
  std::atomic<int> connections = 0;
  ScriptedServer server(
      [&connections](Conversation& client) {
        ++connections;
        client.ReadRequest();
        client.Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        client.ReadToEnd();
      },
      2);
  const Finished run({"--retry", server.Url()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("403 Forbidden"));
  EXPECT_THAT(run.child.Stderr(), Not(HasSubstr("attempt")));
  EXPECT_EQ(connections, 1);
}

TEST(ProgramRetry, WaitsAsLongAsTheServerAsksFor) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 77\r\nContent-Length: 0\r\n\r\n");
    client.ReadToEnd();
  });
  ChildProcess child(Command({"--retry", server.Url()}));
  EXPECT_TRUE(test_support::WaitUntil([&] {
    child.ReadLine(std::chrono::milliseconds(1));
    return child.Stderr().find("attempt 1 of 10 in 77 s") != std::string::npos;
  })) << child.Stderr();
}

TEST(ProgramRetry, BacksOffFromAServerThatKeepsNobody) {
  ScriptedServer server(
      [](Conversation& client) {
        client.Handshake();
        client.SendFrame(0x81, "welcome");
      },
      3);
  ChildProcess child(Command({"--retry", server.Url()}));
  EXPECT_TRUE(test_support::WaitUntil([&] {
    child.ReadLine(std::chrono::milliseconds(1));
    return child.Stderr().find("attempt 2 of 10 in 2 s") != std::string::npos;
  })) << child.Stderr();
}

}  // namespace
