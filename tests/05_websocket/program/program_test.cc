// The program as a user runs it: arguments, standard streams, exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

#include "01_blocking/sockets/socket.h"
#include "05_websocket/loopback/server.h"
#include "05_websocket/protoo/message.h"
#include "05_websocket/protoo/router_capabilities.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using test_support::ChildProcess;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ws_test::CloseText;
using ws_test::Command;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::ScriptedServer;

TEST(Program, RunsItsDemoWithoutAnArgument) {
  const Finished run({});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_THAT(run.child.Stdout(), HasSubstr("audio/opus"));
  EXPECT_THAT(run.child.Stdout(), HasSubstr("statements hold"));
}

TEST(Program, ShowsItsOptions) {
  const Finished run({"--help"});
  EXPECT_EQ(run.exit_code, 0);
  for (const char* option :
       {"URL",      "--subprotocol", "--protoo",          "--trace", "--verbose",     "--binary",
        "--header", "--origin",      "--insecure",        "--ca",    "--no-compress", "--ping",
        "--close",  "--max-message", "--connect-timeout", "--retry", "--backend",     "--wait",
        "peer",     "bench",         "autobahn"}) {
    EXPECT_THAT(run.child.Stdout(), HasSubstr(option));
  }
}

TEST(Program, ExitsWith2AndOneLineOnWrongUsage) {
  const std::vector<std::vector<std::string>> wrong = {{"--no-such-option"},
                                                       {"http://example.com/"},
                                                       {"ws://"},
                                                       {"-v"},
                                                       {"--protoo"},
                                                       {"ws://h/", "ws://h/"},
                                                       {"peer"},
                                                       {"peer", "--port", "x"},
                                                       {"peer", "--port", "0", "--bind", "nowhere"},
                                                       {"ws://h/", "--subprotocol", "a b"},
                                                       {"ws://h/", "--protoo", "m", "[]"},
                                                       {"ws://h/", "--protoo", "m", "{"},
                                                       {"ws://h/", "{}"},
                                                       {"--binary"},
                                                       {"ws://h/", "-H", "no colon"},
                                                       {"ws://h/", "-H", "a b: c"},
                                                       {"ws://h/", "-H", "a: b\r\nc: d"},
                                                       {"ws://h/", "--close", "1005"},
                                                       {"ws://h/", "--close", "bye"},
                                                       {"ws://h/", "--ping", "-1"},
                                                       {"ws://h/", "--ping", "often"},
                                                       {"ws://h/", "--max-message", "0"},
                                                       {"ws://h/", "--max-message", "-5"},
                                                       {"ws://h/", "--connect-timeout", "-1"},
                                                       {"ws://h/", "--wait", "nan"},
                                                       {"ws://h/", "--backend", "select"},
                                                       {"bench"},
                                                       {"bench", "ws://h/"},
                                                       {"bench", "ws://h/", "slow", "1", "1"},
                                                       {"bench", "ws://h/", "flood", "0", "1"},
                                                       {"bench", "ws://h/", "flood", "1", "-1"},
                                                       {"bench", "h", "flood", "1", "1"},
                                                       {"bench", "ws://h/", "flood", "1", "1", "x"},
                                                       {"autobahn", "ws://h/"},
                                                       {"autobahn", "h", "netladder"},
                                                       {"peer", "--port", "0", "ws://h/"}};
  for (const auto& arguments : wrong) {
    const Finished run(arguments);
    EXPECT_EQ(run.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(LinesOf(run.child.Stderr()), 1) << run.child.Stderr();
  }
}

TEST(Program, ExitsWith1AndOneLineWhenTheConnectionIsRefused) {
  std::uint16_t port = 0;
  {
    const l01::Socket taken = l01::ListenOn(l01::Endpoint::Loopback());
    port = taken.LocalEndpoint().port();
  }
  const std::string address = "127.0.0.1:" + std::to_string(port);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"ws://" + address + "/"},
        std::vector<std::string>{"--protoo", "m", "ws://" + address + "/"}}) {
    const Finished run(arguments);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_EQ(run.child.Stderr(), "05_websocket: connect " + address + ": Connection refused\n");
  }
}

TEST(Program, SendsLinesAndPrintsMessages) {
  l05::LoopbackServer server;
  const Finished run({server.Url("/echo")}, "Hello\n\nw\xC3\xB6rld\r\nno line end");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "Hello\n\nw\xC3\xB6rld\nno line end\n");
  EXPECT_EQ(server.Report().close_codes, std::vector<int>{1000});
}

TEST(Program, SendsAFileOfManyLinesWhole) {
  l05::LoopbackServer server;
  std::string lines;
  for (int i = 0; i < 20000; ++i)
    lines += "line " + std::to_string(i) + std::string(50, '.') + "\n";
  const Finished run({server.Url("/echo")}, lines);
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), lines);
}

TEST(Program, ShowsHandshakeAndFramesWhenVerbose) {
  l05::LoopbackServer server;
  const Finished run({"-v", server.Url("/echo")}, "Hello\n");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("-> GET /echo HTTP/1.1"));
  EXPECT_THAT(run.child.Stderr(), HasSubstr("<- HTTP/1.1 101 Switching Protocols"));
  EXPECT_THAT(run.child.Stderr(), HasSubstr("-> text, 5 octets: Hello"));
  EXPECT_THAT(run.child.Stderr(), HasSubstr("<- text, 5 octets: Hello"));
  EXPECT_THAT(run.child.Stderr(), HasSubstr("-> close 1000 (normal closure)"));
}

TEST(Program, AsksOneProtooRequest) {
  l05::LoopbackServer server;
  const Finished run(
      {"--subprotocol", "protoo", "--protoo", "getRouterRtpCapabilities", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(l05::Json::parse(run.child.Stdout()), l05::RouterCapabilities(40000));
}

TEST(Program, PassesTheDataOfAProtooRequestBeforeOrAfterTheAddress) {
  l05::LoopbackServer server;
  const std::string method = "getRouterRtpCapabilities";
  const std::string data = R"({"padding":9000})";
  for (const Finished& run : {Finished({"--protoo", method, data, server.Url()}),
                              Finished({"--protoo", method, server.Url(), data})}) {
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_EQ(l05::Json::parse(run.child.Stdout(), nullptr, false), l05::RouterCapabilities(9000));
  }
  const Finished empty({"--protoo", "notifyMe", "{}", server.Url()});
  EXPECT_EQ(empty.exit_code, 0) << empty.child.Stderr();
}

TEST(Program, ExitsWith1WhenTheProtooRequestFails) {
  l05::LoopbackServer server;
  const Finished run({"--protoo", "makeCoffee", server.Url()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.child.Stderr(),
            "05_websocket: makeCoffee: error 404 unknown method \"makeCoffee\"\n");
}

TEST(Program, ExitsWith1WhenTheServerRefusesTheHandshake) {
  l05::LoopbackServer server;
  const Finished run({server.Url()});  // offers no subprotocol
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("403 Forbidden"));
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
}

// Good ends are 1000, 1001, none and 3000 to 4999; every other one is a failure that is named.
TEST(Program, JudgesTheCloseCode) {
  for (const auto& [code, exit_code] : std::vector<std::pair<int, int>>{
           {1000, 0}, {1001, 0}, {4000, 0}, {1002, 1}, {1011, 1}, {1013, 1}}) {
    ScriptedServer server([code = code](Conversation& client) {
      client.Handshake();
      client.SendFrame(0x88, CloseText(code, "as planned"));
      client.ReadFrames();
    });
    ChildProcess child(Command({server.Url()}));
    EXPECT_EQ(child.WaitExit(), exit_code) << code;
    if (exit_code == 0) continue;
    EXPECT_THAT(child.Stderr(), HasSubstr(std::to_string(code)));
    EXPECT_THAT(child.Stderr(), HasSubstr("as planned"));
    EXPECT_EQ(LinesOf(child.Stderr()), 1);
  }
}

TEST(Program, ClosesCleanlyOnCtrlC) {
  l05::LoopbackServer server;
  ChildProcess child(Command({server.Url("/echo")}));
  child.WriteStdin("up\n");
  ASSERT_EQ(child.ReadLine(), "up");
  child.Terminate(SIGINT);
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(server.Report().close_codes, std::vector<int>{1001});
}

TEST(Program, ServesAsAPeerUntilItIsStopped) {
  for (const int signal : {SIGINT, SIGTERM}) {
    ChildProcess peer(Command({"peer", "--port", "0"}));
    const std::string line = peer.ReadLine().value_or("");
    ASSERT_THAT(line, StartsWith("listening on 127.0.0.1:"));
    const std::string url = "ws://" + line.substr(13) + "/?roomId=a&peerId=b";
    const Finished run({"--protoo", "getRouterRtpCapabilities", url});
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    peer.Terminate(signal);
    EXPECT_EQ(peer.WaitExit(), 0) << peer.Stderr();
  }
}

}  // namespace
