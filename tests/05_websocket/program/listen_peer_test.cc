// `peer listen`: lines to and from clients of other people, plain and with TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/tls_peer.h"
#include "tests/support/wait.h"

namespace {

using test_support::ChildProcess;
using ::testing::HasSubstr;
using ws_test::Command;
using ws_test::Finished;

// The port from "listening on 127.0.0.1:PORT" on standard error.
std::string PortOf(ChildProcess& peer) {
  const std::string words = "listening on 127.0.0.1:";
  EXPECT_TRUE(test_support::WaitUntil([&] {
    return peer.WaitExit(std::chrono::milliseconds(5)) != ChildProcess::kStillRunning ||
           peer.Stderr().find('\n') != std::string::npos;
  }));
  EXPECT_THAT(peer.Stderr(), HasSubstr(words));
  const std::size_t at = peer.Stderr().find(words) + words.size();
  return peer.Stderr().substr(at, peer.Stderr().find('\n', at) - at);
}

// Python's websockets says hello, prints what comes until "bye", and leaves.
std::vector<std::string> PythonClient(const std::string& url, const std::string& ca = "") {
  return {"/usr/bin/python3", "-c",
          "import asyncio, ssl, sys, websockets\n"
          "async def main():\n"
          "  tls = ssl.create_default_context(cafile=sys.argv[2]) if sys.argv[2] else None\n"
          "  async with websockets.connect(sys.argv[1], ssl=tls) as ws:\n"
          "    await ws.send('hello')\n"
          "    async for message in ws:\n"
          "      print(message, flush=True)\n"
          "      if message == 'bye': return\n"
          "asyncio.run(main())\n",
          url, ca};
}

TEST(ProgramPeerListen, TalksWithAClientOfAnotherHand) {
  ChildProcess peer(Command({"peer", "listen", "--port", "0"}));
  const std::string port = PortOf(peer);
  // Nobody is there yet, so these wait.
  peer.WriteStdin("one\ntwo\n");
  ChildProcess client(PythonClient("ws://127.0.0.1:" + port + "/any/path"));
  EXPECT_EQ(peer.ReadLine(), "hello");
  EXPECT_EQ(client.ReadLine(), "one");
  EXPECT_EQ(client.ReadLine(), "two");
  peer.WriteStdin("bye\n");
  EXPECT_EQ(client.WaitExit(), 0) << client.Stderr();
  peer.Terminate(SIGINT);
  EXPECT_EQ(peer.WaitExit(), 0) << peer.Stderr();
}

TEST(ProgramPeerListen, SpeaksTlsWithACertificateMadeOnTheSpot) {
  const ws_test::TemporaryFolder folder;
  const std::string ca = folder.File("peer.pem");
  ChildProcess peer(Command({"peer", "listen", "--port", "0", "--tls", "--cert-out", ca}));
  const std::string port = PortOf(peer);
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    ChildProcess client(PythonClient("wss://" + host + ":" + port + "/", ca));
    EXPECT_EQ(peer.ReadLine(), "hello");
    peer.WriteStdin("bye\n");
    EXPECT_EQ(client.ReadLine(), "bye") << client.Stderr();
    EXPECT_EQ(client.WaitExit(), 0) << client.Stderr();
  }
  // Without the certificate nobody believes it.
  const Finished stranger({"wss://127.0.0.1:" + port + "/"}, "x\n");
  EXPECT_EQ(stranger.exit_code, 1);
  EXPECT_THAT(stranger.child.Stderr(), HasSubstr("not accepted"));
  peer.Terminate(SIGTERM);
  EXPECT_EQ(peer.WaitExit(), 0) << peer.Stderr();
}

// The input waits for a client that reads slowly, and every line arrives.
TEST(ProgramPeerListen, LosesNoLineInEitherDirection) {
  constexpr int kLines = 20'000;
  ChildProcess peer(Command({"peer", "listen", "--port", "0"}));
  const std::string url = "ws://127.0.0.1:" + PortOf(peer) + "/";
  std::string lines;
  for (int i = 0; i < kLines; ++i) lines += std::to_string(i) + std::string(50, 'x') + "\n";
  ChildProcess client(Command({"-q", url}));
  peer.WriteStdin(lines);
  client.WriteStdin(lines);
  ASSERT_TRUE(test_support::WaitUntil([&] {
    peer.WaitExit(std::chrono::milliseconds(1));
    client.WaitExit(std::chrono::milliseconds(1));
    return peer.Stdout().size() == lines.size() && client.Stdout().size() == lines.size();
  }));
  EXPECT_TRUE(peer.Stdout() == lines);
  EXPECT_TRUE(client.Stdout() == lines);
  peer.Terminate(SIGTERM);
  EXPECT_EQ(peer.WaitExit(), 0) << peer.Stderr();
  client.CloseStdin();
  EXPECT_EQ(client.WaitExit(), 0) << client.Stderr();
}

TEST(ProgramPeerListen, CountsLinesThatNobodyGot) {
  ChildProcess peer(Command({"peer", "listen", "--port", "0"}));
  PortOf(peer);
  peer.WriteStdin("one\ntwo\n");
  peer.CloseStdin();
  // They wait inside the program: a client that comes and goes would get them.
  EXPECT_EQ(peer.WaitExit(std::chrono::milliseconds(300)), ChildProcess::kStillRunning);
  peer.Terminate(SIGINT);
  EXPECT_EQ(peer.WaitExit(), 1);
  EXPECT_THAT(peer.Stderr(), HasSubstr("at least 2 lines of the input were not sent\n"));
}

TEST(ProgramPeer, EchoesBehindTlsToo) {
  const ws_test::TemporaryFolder folder;
  const std::string ca = folder.File("peer.pem");
  ChildProcess peer(Command({"peer", "--port", "0", "--tls", "--cert-out", ca}));
  const std::string line = peer.ReadLine().value_or("");
  const std::string port = line.substr(line.rfind(':') + 1);
  for (const std::string backend : {"epoll", "wsa"}) {
    const Finished run({"--backend", backend, "--ca", ca, "wss://localhost:" + port + "/echo"},
                       "hello\n");
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_EQ(run.child.Stdout(), "hello\n");
  }
}

}  // namespace
