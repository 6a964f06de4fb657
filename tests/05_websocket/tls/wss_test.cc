// wss:// against servers of other people, and through nginx, as it is done in the real world.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/real_peer.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/tls_peer.h"
#include "tests/05_websocket/support/transfer.h"

namespace {

using ::testing::HasSubstr;
using ws_test::Certificate;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::NginxProxy;
using ws_test::Options;
using ws_test::RealPeer;
using ws_test::Recorder;

std::vector<std::string> Secure(std::vector<std::string> command, const Certificate& certificate) {
  for (const std::string& word :
       {std::string("--cert"), certificate.file(), std::string("--key"), certificate.key()}) {
    command.push_back(word);
  }
  return command;
}

l05::ClientOptions Trusting(const Certificate& certificate) {
  l05::ClientOptions options = Options();
  options.tls.ca_file = certificate.file();
  return options;
}

std::string Local(const RealPeer& peer, const std::string& target = "/") {
  return "wss://localhost" + peer.address().substr(peer.address().find(':')) + target;
}

// Echoes small and large messages and closes in order.
void ExpectAConversation(const std::string& url, const l05::ClientOptions& options) {
  Recorder recorder;
  recorder.Open(url, options);
  ASSERT_TRUE(recorder.UntilOpen());
  const std::string large(1'000'000, 'x');
  for (const std::string& text : {std::string("hello"), large, std::string()}) {
    recorder.client.SendText(text);
  }
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 3; }));
  EXPECT_EQ(recorder.messages[0].second, "hello");
  EXPECT_TRUE(recorder.messages[1].second == large);
  EXPECT_EQ(recorder.messages[2].second, "");
  recorder.client.Close();
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_TRUE(info.clean) << info.what;
}

class RealWss : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Peers, RealWss, ::testing::Bool(), [](const auto& tested) {
  return std::string(tested.param ? "Compressed" : "Plain");
});

TEST_P(RealWss, TalksToNodesWs) {
  const Certificate certificate;
  RealPeer peer(Secure(ws_test::NodeEcho("ws", GetParam()), certificate));
  ExpectAConversation(Local(peer), Trusting(certificate));
}

TEST_P(RealWss, TalksToPythonsWebsockets) {
  const Certificate certificate;
  RealPeer peer(Secure(ws_test::PythonEcho(GetParam()), certificate));
  ExpectAConversation(Local(peer), Trusting(certificate));
}

TEST_P(RealWss, TalksThroughNginx) {
  const Certificate certificate;
  RealPeer peer(ws_test::NodeEcho("ws", GetParam()));
  const NginxProxy proxy(certificate, peer.address());
  ExpectAConversation(proxy.Url("/"), Trusting(certificate));
}

TEST(RealWssTransfer, MovesEveryOctetThroughNginxAndASlowReader) {
  const Certificate certificate;
  RealPeer peer(ws_test::NodeEcho("ws", false));
  const NginxProxy proxy(certificate, peer.address());
  constexpr std::size_t kTotal = 20UL * 1024 * 1024;
  ws_test::Transfer transfer(proxy.Url("/slow"), kTotal, Trusting(certificate));
  EXPECT_TRUE(transfer.Run().clean);
  EXPECT_EQ(transfer.received(), kTotal);
  EXPECT_FALSE(transfer.differs());
}

// Rule R34: chain and name are checked, and the switch that turns this off says so.
TEST(ProgramWss, TrustsOnlyWhatItWasTold) {
  const Certificate certificate("DNS:localhost");
  const Certificate stranger;
  RealPeer peer(Secure(ws_test::NodeEcho("ws", false), certificate));
  const Finished good({"-q", "--ca", certificate.file(), Local(peer)}, "hello\n");
  EXPECT_EQ(good.exit_code, 0) << good.child.Stderr();
  EXPECT_EQ(good.child.Stdout(), "hello\n");
  EXPECT_EQ(good.child.Stderr(), "");

  const std::string by_number = "wss://" + peer.address() + "/";
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{Local(peer)},
        std::vector<std::string>{"--ca", stranger.file(), Local(peer)},
        std::vector<std::string>{"--ca", certificate.file(), by_number}}) {
    const Finished bad(arguments, "secret\n");
    EXPECT_EQ(bad.exit_code, 1) << ::testing::PrintToString(arguments);
    EXPECT_THAT(bad.child.Stderr(), HasSubstr("certificate"));
    EXPECT_EQ(LinesOf(bad.child.Stderr()), 1) << bad.child.Stderr();
  }

  const Finished insecure({"-q", "--insecure", by_number}, "hello\n");
  EXPECT_EQ(insecure.exit_code, 0) << insecure.child.Stderr();
  EXPECT_EQ(insecure.child.Stdout(), "hello\n");
  EXPECT_EQ(LinesOf(insecure.child.Stderr()), 1) << "the warning";
}

TEST(ProgramWss, SaysThatTheFileOfTrustedCertificatesIsMissing) {
  const Finished run({"--ca", "/nowhere/ca.pem", "wss://localhost:1/"});
  EXPECT_NE(run.exit_code, 0);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("/nowhere/ca.pem"));
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
}

}  // namespace
