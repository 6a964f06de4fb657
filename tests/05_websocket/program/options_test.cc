// The options of the program, each with what a user would notice of it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "01_blocking/sockets/socket.h"
#include "05_websocket/loopback/server.h"
#include "05_websocket/program/client_arguments.h"
#include "support/latch.h"
#include "tests/05_websocket/support/on_a_terminal.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/wait.h"

namespace {

using namespace std::chrono_literals;

using std::string_literals::operator""s;
using test_support::ChildProcess;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Command;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::OnATerminal;
using ws_test::ProgramOnATerminal;
using ws_test::ReadUntil;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

// An echo server that keeps the request and all frames, and ends when the client does.
struct EchoRecord {
  std::string request;
  std::vector<ClientFrame> frames;
  ScriptedServer server{[this](Conversation& client) {
    request = client.PeekRequest();
    client.Handshake();
    for (;;) {
      frames.push_back(client.ReadFrame());
      const ClientFrame& frame = frames.back();
      if (frame.opcode != -1) client.SendFrame(0x80 | frame.opcode, frame.payload);
      if (frame.opcode == -1 || frame.opcode == 8) return;
    }
  }};
};

// Octets as they are, both ways: a file comes back as the same file.
TEST(ProgramOption, BinaryChangesNoOctet) {
  EchoRecord echo;
  std::string file = "no line end at the end, \r\n and \n in it";
  for (int i = 0; i < 100'000; ++i) file += static_cast<char>(i * 7);
  const Finished run({"--binary", "--no-compress", echo.server.Url()}, file);
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_TRUE(run.child.Stdout() == file);
  ASSERT_EQ(echo.server.Join(), "");
  EXPECT_EQ(echo.frames.front().opcode, 2);
}

TEST(ProgramOption, HeadersOriginAndSubprotocolsGoIntoTheRequest) {
  EchoRecord echo;
  const Finished run({"-H", "X-One: 1", "--header", "Cookie: a=b; c=d", "--origin", "http://o",
                      "--subprotocol", "chat", "--subprotocol", "superchat", echo.server.Url("/p")},
                     "");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  ASSERT_EQ(echo.server.Join(), "");
  EXPECT_THAT(echo.request, StartsWith("GET /p HTTP/1.1\r\n"));
  for (const char* line : {"X-One: 1", "Cookie: a=b; c=d", "Origin: http://o",
                           "Sec-WebSocket-Protocol: chat, superchat"}) {
    EXPECT_THAT(echo.request, HasSubstr("\r\n"s + line + "\r\n"));
  }
}

TEST(ProgramOption, NoCompressOffersNoExtension) {
  EchoRecord echo;
  EXPECT_EQ(Finished({"--no-compress", echo.server.Url()}).exit_code, 0);
  ASSERT_EQ(echo.server.Join(), "");
  EXPECT_THAT(echo.request, Not(HasSubstr("Sec-WebSocket-Extensions")));
}

TEST(ProgramOption, CloseChoosesCodeAndReason) {
  EchoRecord echo;
  const Finished run({"--close", "4321:that was all", echo.server.Url()}, "one\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "one\n");
  ASSERT_EQ(echo.server.Join(), "");
  EXPECT_EQ(echo.frames.back().payload, CloseText(4321, "that was all"));
}

TEST(ProgramOption, MaxMessageEndsTheConnectionWith1009) {
  EchoRecord echo;
  const Finished run({"--max-message", "10", echo.server.Url()}, "eleven char\n");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("1009"));
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
  EXPECT_EQ(run.child.Stdout(), "");
}

TEST(ProgramOption, ConnectTimeoutLimitsTheWaitForTheHandshake) {
  ScriptedServer server([](Conversation& client) { client.ReadToEnd(); });
  const Finished run({"--connect-timeout", "0.05", server.Url()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("no complete answer within 50 ms"));
}

TEST(ProgramOption, PingEndsASilentConnection) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadToEnd();
  });
  ChildProcess child(Command({"--ping", "0.05", server.Url()}));
  EXPECT_EQ(child.WaitExit(), 1);
  EXPECT_THAT(child.Stderr(), HasSubstr("no answer to a ping within 50 ms"));
}

TEST(ProgramOption, BackendChoosesTheLoop) {
  for (const std::string backend : {"epoll", "wsa"}) {
    l05::LoopbackServer server;
    const Finished run({"--backend", backend, server.Url("/echo")}, "over " + backend + "\n");
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_EQ(run.child.Stdout(), "over " + backend + "\n");
  }
}

// Everything that was read is sent, and answers that take their time still arrive.
TEST(ProgramEndOfInput, WaitsForRepliesThatAreUnderWay) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    frames.push_back(client.ReadFrame());
    EXPECT_TRUE(client.StaysSilent(150)) << "closed although a reply was under way";
    client.SendFrame(0x81, "late");
    const auto sent = std::chrono::steady_clock::now();
    frames.push_back(client.ReadFrame());
    EXPECT_GE(std::chrono::steady_clock::now() - sent, 1900ms) << "--wait 2";
    client.SendFrame(0x88, frames.back().payload);
  });
  EXPECT_EQ(l05::ClientArguments().wait_seconds, 0.5) << "unless somebody says otherwise";
  const Finished run({"--wait", "2", server.Url()}, "question\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "late\n");
  ASSERT_EQ(server.Join(), "");
  EXPECT_EQ(frames[1].payload, CloseText(1000));
}

TEST(ProgramEndOfInput, DeliversWhatComesBetweenTheTwoCloseFrames) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrames();
    client.SendFrame(0x81, "at last");
    client.SendFrame(0x88, CloseText(1000));
  });
  const Finished run({"--wait", "0", server.Url()}, "question\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "at last\n");
}

// A server that never falls silent cannot keep the program.
TEST(ProgramEndOfInput, EndsAStreamThatDoesNot) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    // In one piece: two messages are there when the connection opens, and then more and more.
    const std::string tick = ServerFrame(0x81, "tick");
    client.Send(client.Acceptance() + tick + tick);
    while (client.StaysSilent(5)) client.Send(tick);
    client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
  });
  const Finished run({"--wait", "0.05", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_THAT(run.child.Stdout(), StartsWith("tick\ntick\n"));
}

TEST(ProgramEndOfInput, SendsTenMegabytesWhole) {
  l05::LoopbackServer server;
  std::string lines;
  for (int i = 0; lines.size() < 10'000'000; ++i) {
    lines += std::to_string(i) + std::string(static_cast<std::size_t>(i) % 9973, 'x') + "\n";
  }
  const Finished run({server.Url("/echo")}, lines);
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_TRUE(run.child.Stdout() == lines);
}

std::uint16_t FreePort() {
  const l01::Socket taken = l01::ListenOn(l01::Endpoint::Loopback());
  return taken.LocalEndpoint().port();
}

// Rule R40.
TEST(ProgramRetry, ConnectsAgainAfterARefusal) {
  const std::uint16_t port = FreePort();
  const std::string url = "ws://127.0.0.1:" + std::to_string(port) + "/echo";
  ChildProcess child(Command({"--retry", url}));
  child.WriteStdin("typed early\n");
  child.CloseStdin();
  ASSERT_TRUE(test_support::WaitUntil([&] {
    child.ReadLine(std::chrono::milliseconds(1));
    return child.Stderr().find("attempt 1 of 10 in 1 s") != std::string::npos;
  }));
  const l05::LoopbackServer server(l01::Endpoint::Loopback(port));
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(child.Stdout(), "typed early\n");
}

TEST(ProgramRetry, ConnectsAgainAfterALostConnection) {
  std::atomic<int> connections = 0;  // counted on the server's thread
  ScriptedServer server(
      [&connections](Conversation& client) {
        client.Handshake();
        client.SendFrame(0x81, "connection " + std::to_string(++connections));
        if (connections == 1) return client.Reset();
        client.SendFrame(0x88, CloseText(4000, "closed by protoo-server"));
        client.ReadFrames();
      },
      3);
  ChildProcess child(Command({"--retry", server.Url()}));
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_THAT(child.Stdout(), HasSubstr("connection 2\n"));
  EXPECT_EQ(connections, 2) << "4000 means: do not come back";
}

TEST(ProgramRetry, IsInterruptedByCtrlC) {
  const std::string url = "ws://127.0.0.1:" + std::to_string(FreePort()) + "/";
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--retry", url},
        std::vector<std::string>{"--retry", "--protoo", "m", url}}) {
    ChildProcess child(Command(arguments));
    ASSERT_TRUE(test_support::WaitUntil([&] {
      child.ReadLine(std::chrono::milliseconds(1));
      return child.Stderr().find("attempt 1 of 10") != std::string::npos;
    }));
    child.Terminate(SIGINT);
    EXPECT_EQ(child.WaitExit(), 1);
    EXPECT_THAT(child.Stderr(), HasSubstr("interrupted"));
  }
}

TEST(ProgramRetry, IsOffByDefault) {
  const std::string url = "ws://127.0.0.1:" + std::to_string(FreePort()) + "/";
  const Finished run({url});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
}

TEST(ProgramRetry, AsksProtooOnTheConnectionThatCameAbout) {
  const std::uint16_t port = FreePort();
  const std::string url = "ws://127.0.0.1:" + std::to_string(port) + "/?roomId=a&peerId=b";
  ChildProcess child(Command({"--retry", "--protoo", "notifyMe", url}));
  ASSERT_TRUE(test_support::WaitUntil([&] {
    child.ReadLine(std::chrono::milliseconds(1));
    return child.Stderr().find("attempt 1 of 10") != std::string::npos;
  }));
  const l05::LoopbackServer server(l01::Endpoint::Loopback(port));
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
}

TEST(ProgramCtrlC, EndsAnAttemptToConnect) {
  support::Latch asked(1);
  ScriptedServer server([&asked](Conversation& client) {
    client.ReadRequest();
    asked.count_down();
    client.ReadToEnd();
  });
  ChildProcess child(Command({server.Url()}));
  asked.wait();
  child.Terminate(SIGINT);
  EXPECT_EQ(child.WaitExit(), 1);
  EXPECT_THAT(child.Stderr(), HasSubstr("before the connection was open"));
}

// The second one does not wait for a server that does not answer.
TEST(ProgramCtrlC, PressedTwiceEndsAtOnce) {
  support::Latch open(1);
  support::Latch closing(1);
  ScriptedServer server([&open, &closing](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    open.count_down();
    client.ReadFrames();  // the Close frame is not answered
    closing.count_down();
    client.ReadToEnd();
  });
  ChildProcess child(Command({server.Url()}));
  child.WriteStdin("up\n");
  open.wait();
  child.Terminate(SIGINT);
  closing.wait();
  child.Terminate(SIGINT);
  EXPECT_EQ(child.WaitExit(), 128 + SIGINT);
}

TEST(ProgramCtrlC, UsesTheCodeOfTheOptionClose) {
  l05::LoopbackServer server;
  ChildProcess child(Command({"--close", "3456:stop", server.Url("/echo")}));
  child.WriteStdin("up\n");
  ASSERT_EQ(child.ReadLine(), "up");
  child.Terminate(SIGINT);
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(server.Report().close_codes, std::vector<int>{3456});
}

TEST(ProgramOutput, ThatCannotBeWrittenIsAnError) {
  l05::LoopbackServer server;
  const std::string command =
      "echo hello | exec '"s + NETLADDER_PROGRAM + "' '" + server.Url("/echo") + "' >/dev/full";
  ChildProcess shell({"sh", "-c", command});
  EXPECT_EQ(shell.WaitExit(), 1);
  EXPECT_EQ(shell.Stderr(), "05_websocket: write standard output: No space left on device\n");
}

TEST_F(ProgramOnATerminal, PromptsEchoesAndEndsWithCtrlD) {
  l05::LoopbackServer server;
  ChildProcess child(OnATerminal({server.Url("/echo")}));
  EXPECT_THAT(ReadUntil(child, "> "), HasSubstr("> "));
  child.WriteStdin("hello\n");
  EXPECT_THAT(ReadUntil(child, "< hello"), HasSubstr("< hello"));
  child.WriteStdin("\x04");
  EXPECT_EQ(child.WaitExit(), 0) << child.Stdout();
  EXPECT_EQ(server.Report().close_codes, std::vector<int>{1000});
}

TEST_F(ProgramOnATerminal, EndsWithTheRealCtrlC) {
  l05::LoopbackServer server;
  ChildProcess child(OnATerminal({server.Url("/echo")}));
  EXPECT_THAT(ReadUntil(child, "> "), HasSubstr("> "));
  child.WriteStdin("\x03");
  EXPECT_EQ(child.WaitExit(), 0) << child.Stdout();
  EXPECT_EQ(server.Report().close_codes, std::vector<int>{1001});
}

TEST(ProgramThroughAPipe, PromptsNobody) {
  l05::LoopbackServer server;
  const Finished run({server.Url("/echo")}, "hello\n");
  EXPECT_EQ(run.child.Stdout(), "hello\n");
}

TEST(ProgramBench, PrintsOneLine) {
  l05::LoopbackServer server;
  for (const std::string mode : {"pingpong", "stream", "flood"}) {
    const Finished run({"bench", server.Url("/echo"), mode, "50", "1000"});
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_THAT(run.child.Stdout(), StartsWith("mode=" + mode + " count=50 size=1000 seconds="));
    EXPECT_EQ(LinesOf(run.child.Stdout()), 1);
  }
}

TEST(ProgramBench, TakesTheOptionsOfTheClientToo) {
  l05::LoopbackServer server;
  const Finished run({"bench", "--backend", "wsa", server.Url("/echo"), "flood", "5", "5"});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
}

TEST(ProgramAutobahn, ExitsWith1WhenThereIsNoFuzzingServer) {
  const std::string url = "ws://127.0.0.1:" + std::to_string(FreePort());
  const Finished run({"autobahn", url, "netladder"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("getCaseCount: connect 127.0.0.1"));
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
}

}  // namespace
