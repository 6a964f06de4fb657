// What the output looks like to the program behind the pipe, and where a message of the input ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/real_peer.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using std::string_literals::operator""s;
using nlohmann::json;
using test_support::ChildProcess;
using ::testing::HasSubstr;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::ScriptedServer;

// Any octets: line ends of both kinds, zeros, no line end at the end.
std::string AnyOctets() {
  std::string octets = "\r\n\n\0\0x"s;
  for (int i = 0; i < 200'000; ++i) octets += static_cast<char>(i * 7 % 256);
  return octets;
}

std::string FileWith(const std::string& octets) {
  const std::string path = ::testing::TempDir() + "netladder_message";
  std::ofstream(path, std::ios::binary) << octets;
  return path;
}

// A server of another hand counts the messages: it sends each back as one.
TEST(ProgramMessageFile, IsOneMessageOctetByOctet) {
  ws_test::RealPeer peer(ws_test::NodeEcho("ws", true));
  const std::string path = FileWith(AnyOctets());
  for (const std::string backend : {"epoll", "wsa"}) {
    const Finished run(
        {"--backend", backend, "--binary", "--output-lengths", "--message-file", path, peer.Url()});
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_TRUE(run.child.Stdout() == "\x00\x03\x0D\x46"s + AnyOctets());
  }
  std::remove(path.c_str());
}

TEST(ProgramMessageFile, MayBeTextWithLineEnds) {
  l05::LoopbackServer server;
  const std::string path = FileWith("{\r\n}\n");
  const Finished run({"-0", "--message-file", path, server.Url("/echo")});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "{\r\n}\n\0"s);
  std::remove(path.c_str());
}

TEST(ProgramMessageFile, MayBeStandardInput) {
  l05::LoopbackServer server;
  const Finished run({"-0", "--message-file", "-", server.Url("/echo")}, "a\nb\n");
  EXPECT_EQ(run.child.Stdout(), "a\nb\n\0"s);
  const Finished empty({"-0", "--message-file", "-", server.Url("/echo")}, "");
  EXPECT_EQ(empty.child.Stdout(), "\0"s) << "an empty file is an empty message";
}

TEST(ProgramMessageFile, ThatCannotBeReadIsBadUsage) {
  const Finished run({"--message-file", "/no/such/file", "ws://127.0.0.1:1/"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("--message-file /no/such/file: No such file"));
}

TEST(ProgramMessageFile, ThatIsNoTextIsCounted) {
  l05::LoopbackServer server;
  const Finished run({"--message-file", "-", server.Url("/echo")}, "\xFF\n");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("1 of 1 messages were not sent: not UTF-8\n"));
}

TEST(ProgramNul, EndsMessagesInBothDirections) {
  l05::LoopbackServer server;
  for (const bool binary : {false, true}) {
    std::vector<std::string> arguments = {"-0", server.Url("/echo")};
    if (binary) arguments.insert(arguments.begin(), "--binary");
    const Finished run(arguments, "two\nlines\r\0\0last"s);
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_EQ(run.child.Stdout(), "two\nlines\r\0\0last\0"s);
  }
}

TEST(ProgramOutputLengths, StandBeforeEachMessage) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x82, "\0\n"s);
    client.SendFrame(0x81, "");
    client.Send(ws_test::ServerFrame(0x82, std::string(70'000, 'z')));
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  const Finished run({"--output-lengths", "--no-compress", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_TRUE(run.child.Stdout() == "\0\0\0\2\0\n\0\0\0\0\0\1\x11\x70"s + std::string(70'000, 'z'));
}

TEST(ProgramPretty, IndentsJsonAndChangesNoValue) {
  l05::LoopbackServer server;
  const Finished run({"--pretty", server.Url("/echo")},
                     "{\"n\":123456789012345678901234567890,\"s\":\"a,b:{\\\"\",\"e\":[]}\nno\n");
  EXPECT_EQ(run.child.Stdout(),
            "{\n  \"n\": 123456789012345678901234567890,\n  \"s\": \"a,b:{\\\"\",\n  \"e\": []\n}\n"
            "no\n");
}

TEST(ProgramTimestamps, StandBeforeEachMessage) {
  l05::LoopbackServer server;
  const Finished run({"--timestamps", server.Url("/echo")}, "hello\n");
  EXPECT_TRUE(std::regex_match(
      run.child.Stdout(),
      std::regex("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\dZ hello\n")))
      << run.child.Stdout();
}

TEST(ProgramShowPings, TellsOnStandardErrorBehindAPipe) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x89, "one");
    client.SendFrame(0x81, "message");
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  const Finished run({"--show-pings", "-q", server.Url()});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.child.Stdout(), "message\n");
  EXPECT_EQ(run.child.Stderr(), "05_websocket: ping, 3 octets: one\n");
}

std::vector<json> Events(const std::string& text) {
  std::vector<json> events;
  std::size_t at = 0;
  for (std::size_t end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    events.push_back(json::parse(text.substr(at, end - at)));
    EXPECT_TRUE(events.back().contains("time"));
    events.back().erase("time");
  }
  EXPECT_EQ(at, text.size()) << "half a line";
  return events;
}

TEST(ProgramJsonLines, HaveOneObjectPerEvent) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake("Sec-WebSocket-Protocol: chat\r\n");
    client.SendFrame(0x81, "gr\xC3\xBC\xC3\x9F\n\x1b[2J");
    client.SendFrame(0x82, "\xFF\0"s);
    client.SendFrame(0x89, "p");
    client.SendFrame(0x8A, "");
    client.SendFrame(0x88, CloseText(4001, "enough"));
    client.ReadFrames();
  });
  const Finished run(
      {"--json-lines", "-q", "--no-compress", "--subprotocol", "chat", server.Url("/r")});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  const std::vector<json> expected = {
      {{"event", "opened"},
       {"url", server.Url("/r")},
       {"subprotocol", "chat"},
       {"compressed", false}},
      {{"event", "message"}, {"type", "text"}, {"text", "gr\xC3\xBC\xC3\x9F\n\x1b[2J"}},
      {{"event", "message"}, {"type", "binary"}, {"base64", "/wA="}},
      {{"event", "ping"}, {"base64", "cA=="}},
      {{"event", "pong"}, {"base64", ""}},
      {{"event", "closed"},
       {"code", 4001},
       {"reason", "enough"},
       {"clean", true},
       {"what", "closed with 4001 (application code): enough"}}};
  EXPECT_EQ(Events(run.child.Stdout()), expected);
  EXPECT_EQ(run.child.Stdout().find_first_not_of("\n") == std::string::npos, false);
  for (const char c : run.child.Stdout())
    EXPECT_TRUE(c == '\n' || (c >= ' ' && c < 0x7F)) << int{c};
  EXPECT_THAT(run.child.Stdout(), ::testing::StartsWith("{\"event\":\"opened\",\"time\":\""));
}

TEST(ProgramJsonLines, SayThatThereIsNoConnection) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  const Finished run({"--json-lines", server.Url()});
  EXPECT_EQ(run.exit_code, 1);
  const std::vector<json> events = Events(run.child.Stdout());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["event"], "error");
  EXPECT_THAT(events[0]["what"].get<std::string>(), HasSubstr("403"));
}

TEST(ProgramJsonLines, SayWhatWasNotSent) {
  l05::LoopbackServer server;
  const Finished run({"--json-lines", server.Url("/echo")}, "\xFF\n");
  EXPECT_EQ(run.exit_code, 1);
  const std::vector<json> events = Events(run.child.Stdout());
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[2],
            (json{{"event", "error"}, {"what", "1 of 1 lines were not sent: not UTF-8"}}));
}

// Another program at the same pipe made it non-blocking, and is slow to read it.
TEST(ProgramStandardError, ThatIsNonBlockingLosesNothing) {
  constexpr int kMessages = 4000;
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < kMessages; ++i) {
      client.SendFrame(0x81, std::to_string(i) + std::string(60, 'x'));
    }
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  ChildProcess child(
      {"/usr/bin/python3", "-c",
       "import fcntl, os, sys, time\n"
       "fcntl.fcntl(2, fcntl.F_SETPIPE_SZ, 4096)\n"
       "fcntl.fcntl(2, fcntl.F_SETFL, os.O_NONBLOCK | fcntl.fcntl(2, fcntl.F_GETFL))\n"
       "os.execv(sys.argv[1], sys.argv[1:])",
       NETLADDER_PROGRAM, "-v", "--no-compress", server.Url()});
  EXPECT_EQ(child.WaitExit(), 0);
  EXPECT_EQ(server.Join(), "");
  for (int i = 0; i < kMessages; ++i) {
    ASSERT_THAT(child.Stderr(), HasSubstr(" octets: " + std::to_string(i) + "xxx"));
  }
}

}  // namespace
