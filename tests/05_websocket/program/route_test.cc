// Ways to the server other than its name: proxies of other people, a given address, a socket's
// path.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/proxy_peer.h"
#include "tests/05_websocket/support/real_peer.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/05_websocket/support/tls_peer.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::Certificate;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::NodeEcho;
using ws_test::ProxyPeer;
using ws_test::RealPeer;
using ws_test::ScriptedServer;
using Kind = ws_test::ProxyPeer::Kind;

// A variable of the environment, as long as this object lives.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Variable() { ::unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
};

std::string Port(const std::string& address) {
  return address.substr(address.rfind(':') + 1);
}

// An echo server on the address that the system names first for "localhost", which may be ::1: a
// proxy that looks the name up may try that one only.
std::vector<std::string> EchoAtLocalhost() {
  std::vector<std::string> command = NodeEcho("ws", true);
  command.insert(command.end(), {"--host", "localhost"});
  return command;
}

class ProgramProxy : public ::testing::TestWithParam<std::pair<Kind, std::string>> {};

INSTANTIATE_TEST_SUITE_P(Peers, ProgramProxy,
                         ::testing::Values(std::pair(Kind::kTinyproxy, std::string("epoll")),
                                           std::pair(Kind::kTinyproxy, std::string("wsa")),
                                           std::pair(Kind::kMicrosocks, std::string("epoll")),
                                           std::pair(Kind::kMicrosocks, std::string("wsa"))),
                         [](const auto& tested) {
                           return (tested.param.first == Kind::kTinyproxy ? "Http" : "Socks5") +
                                  tested.param.second;
                         });

TEST_P(ProgramProxy, LeadsToAPlainServer) {
  const ProxyPeer proxy(GetParam().first, /*login=*/true);
  RealPeer peer(EchoAtLocalhost());
  const std::string large(300'000, 'x');
  const Finished run({"--backend", GetParam().second, "--proxy", proxy.url(),
                      "ws://localhost:" + Port(peer.address()) + "/"},
                     "hello\n" + large + "\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_TRUE(run.child.Stdout() == "hello\n" + large + "\n");
}

TEST_P(ProgramProxy, LeadsToAServerBehindTls) {
  const ProxyPeer proxy(GetParam().first, /*login=*/false);
  const Certificate certificate;
  std::vector<std::string> command = EchoAtLocalhost();
  command.insert(command.end(), {"--cert", certificate.file(), "--key", certificate.key()});
  RealPeer peer(command);
  const Finished run({"--backend", GetParam().second, "--proxy", proxy.url(), "--ca",
                      certificate.file(), "wss://localhost:" + Port(peer.address()) + "/"},
                     "hello\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "hello\n");
  // The server could be reached without a proxy, too: it is not.
  std::string nobody = proxy.url();
  nobody.replace(nobody.rfind(':'), std::string::npos, ":1");
  const Finished refused({"--backend", GetParam().second, "--proxy", nobody, "--ca",
                          certificate.file(), "wss://localhost:" + Port(peer.address()) + "/"},
                         "hello\n");
  EXPECT_EQ(refused.exit_code, 1);
}

TEST_P(ProgramProxy, SaysThatTheLoginIsWrongOrThatNobodyIsThere) {
  const ProxyPeer proxy(GetParam().first, /*login=*/true);
  std::string wrong = proxy.url();
  wrong.replace(wrong.find("secret"), 6, "hidden");
  const Finished refused({"--proxy", wrong, "--retry", "ws://localhost:1/"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.child.Stderr(), HasSubstr("proxy "));
  EXPECT_THAT(refused.child.Stderr(), Not(HasSubstr("hidden")));
  const Finished nobody({"--proxy", proxy.url(), "ws://127.0.0.1:1/"});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_THAT(nobody.child.Stderr(), HasSubstr("proxy "));
  EXPECT_EQ(LinesOf(nobody.child.Stderr()), 1);
}

// 407 is as final as a 4xx of the server: --retry would hear it ten times.
TEST(ProgramProxyRefusal, IsFinal) {
  ScriptedServer proxy([](Conversation& client) {
    EXPECT_THAT(client.ReadRequest(), HasSubstr("CONNECT example.test:80 HTTP/1.1\r\n"));
    client.Send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    client.ReadToEnd();
  });
  const Finished run(
      {"--retry", "--proxy", "http" + proxy.Url("").substr(2), "ws://example.test/"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(proxy.Join(), "");
  EXPECT_EQ(run.child.Stderr(), "05_websocket: proxy http" + proxy.Url("").substr(2) +
                                    ": refused: HTTP 407 Proxy Authentication Required\n");
}

TEST(ProgramProxyRefusal, MayBeSilence) {
  ScriptedServer proxy([](Conversation& client) { client.ReadToEnd(); });
  const Finished run({"--connect-timeout", "0.05", "--proxy", "http" + proxy.Url("").substr(2),
                      "ws://example.test/"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr(": no complete answer within 50 ms\n"));
}

TEST(ProgramProxyOfTheEnvironment, IsObeyedWithItsExceptions) {
  const ProxyPeer proxy(Kind::kTinyproxy, /*login=*/true);
  l05::LoopbackServer server;
  const std::string url = server.Url("/echo");
  const Variable http("http_proxy", proxy.bare_url());
  EXPECT_THAT(Finished({url}, "x\n").child.Stderr(), HasSubstr("407"));
  {
    const Variable no("no_proxy", "10.0.0.0/8,127.0.0.0/8");
    EXPECT_EQ(Finished({url}, "x\n").child.Stdout(), "x\n");
  }
  EXPECT_EQ(Finished({"--noproxy", "*", url}, "x\n").child.Stdout(), "x\n");
  EXPECT_EQ(Finished({"--proxy", proxy.url(), url}, "x\n").child.Stdout(), "x\n");
}

TEST(ProgramResolve, ConnectsElsewhereAndStillAsksForTheName) {
  RealPeer peer(NodeEcho("ws", false));
  const std::string port = Port(peer.address());
  for (const std::string backend : {"epoll", "wsa"}) {
    const Finished run({"--backend", backend, "--resolve", "other.test:1:127.0.0.9", "--resolve",
                        "name.test:" + port + ":127.0.0.1,[::1]", "-1",
                        "ws://NAME.test:" + port + "/request"});
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_THAT(run.child.Stdout(), HasSubstr("\"host\":\"NAME.test:" + port + "\""));
  }
}

TEST(ProgramResolve, ThatCannotBeMeantIsBadUsage) {
  for (const std::string bad : {"h", "h:80", "h:80:name", "h:80:1.2.3"}) {
    const Finished run({"--resolve", bad, "ws://h/"});
    EXPECT_EQ(run.exit_code, 2) << bad;
    EXPECT_EQ(LinesOf(run.child.Stderr()), 1) << bad;
  }
}

TEST(ProgramUnixSocket, IsAWayToTheServer) {
  const ws_test::TemporaryFolder folder;
  std::vector<std::string> command = NodeEcho("ws", true);
  command.insert(command.end(), {"--unix", folder.File("s")});
  RealPeer peer(command);
  for (const std::string backend : {"epoll", "wsa"}) {
    const Finished run(
        {"--backend", backend, "--unix-socket", folder.File("s"), "-1", "ws://name.test/request"});
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_THAT(run.child.Stdout(), HasSubstr("\"host\":\"name.test\""));
  }
  const Finished nobody({"--unix-socket", folder.File("none"), "ws://h/"});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_THAT(nobody.child.Stderr(),
              HasSubstr("connect " + folder.File("none") + ": No such file"));
}

}  // namespace
