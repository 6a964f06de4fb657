// wscat, the client and server that most people have: it talks to our `peer`, and we talk to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "01_blocking/sockets/socket.h"
#include "05_websocket/loopback/server.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/support/wait.h"

namespace {

using test_support::ChildProcess;
using ::testing::HasSubstr;
using ws_test::Finished;

std::vector<std::string> Wscat(std::vector<std::string> arguments) {
  const std::vector<std::string> program = {
      "node", NETLADDER_NODE_PEERS "/node_modules/wscat/bin/wscat", "--no-color"};
  arguments.insert(arguments.begin(), program.begin(), program.end());
  return arguments;
}

// Its standard input stays open: at its end wscat leaves, whether the answer has come or not.
TEST(Wscat, GetsItsMessageBackFromOurServer) {
  l05::LoopbackServer server;
  ChildProcess wscat(Wscat({"-c", server.Url("/echo"), "-x", "hello", "-w", "1"}));
  EXPECT_EQ(wscat.ReadLine(), "hello") << wscat.Stderr();
  EXPECT_EQ(wscat.WaitExit(), 0) << wscat.Stderr();
}

// It does not say when it listens, so the client tries again until it does.
TEST(Wscat, PrintsWhatOurClientSends) {
  const std::string port =
      std::to_string(l01::ListenOn(l01::Endpoint::Loopback()).LocalEndpoint().port());
  ChildProcess wscat(Wscat({"-l", port}));
  Finished client({"ws://127.0.0.1:" + port + "/", "--retry", "-x", "hello", "--wait", "0"});
  EXPECT_EQ(client.exit_code, 0) << client.child.Stderr();
  EXPECT_THAT(client.child.Stderr(), HasSubstr("closed with 1000"));
  std::string printed;
  EXPECT_TRUE(test_support::WaitUntil([&] {
    printed += wscat.ReadLine(std::chrono::milliseconds(5)).value_or("");
    return printed.find("hello") != std::string::npos;
  })) << printed;
  wscat.Terminate(SIGTERM);
  wscat.WaitExit();
}

}  // namespace
