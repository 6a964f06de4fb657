// The real protoo-server, with the real mediasoup: what an embedded server cannot prove.
//
// `npm ci --ignore-scripts` in tests/support/node installs them; ./lab test does that by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "05_websocket/protoo/peer.h"
#include "05_websocket/protoo/session.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/support/child_process.h"
#include "tests/support/wait.h"

namespace {

using l05::Json;
using l05::ProtooResult;
using End = ProtooResult::End;
using test_support::ChildProcess;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ws_test::Options;
using ws_test::Recorder;

constexpr std::chrono::seconds kNodeStart{30};

// One server for all tests of the suite: starting Node takes half a second.
class ProtooServer : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    node_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"node", NETLADDER_NODE_PEERS "/protoo_server.mjs"});
    const std::string line = node_->ReadLine(kNodeStart).value_or("");
    const std::string announcement = "listening on ";
    ASSERT_TRUE(line.starts_with(announcement))
        << "no protoo-server; is it installed? cd " NETLADDER_NODE_PEERS
           " && npm ci --ignore-scripts\n"
        << node_->Stderr();
    url_ = "ws://" + line.substr(announcement.size());
  }
  static void TearDownTestSuite() {
    node_->Terminate();
    EXPECT_EQ(node_->WaitExit(), 0) << node_->Stderr();
    node_.reset();
  }

  // Every test enters the room as somebody else.
  static std::string Url() {
    static int peers = 0;
    return url_ + "/?roomId=chensong&peerId=peer" + std::to_string(++peers);
  }

  void Connect() {
    recorder_.Open(Url(), Options({"protoo"}));
    ASSERT_TRUE(recorder_.UntilOpen());
  }
  ProtooResult Ask(const std::string& method, const Json& data = Json::object()) {
    std::optional<ProtooResult> answer;
    EXPECT_TRUE(peer_.Request(method, data, [&](const ProtooResult& r) { answer = r; }));
    EXPECT_TRUE(recorder_.Until([&] { return answer.has_value(); })) << method;
    return answer.value_or(ProtooResult());
  }

  static std::unique_ptr<ChildProcess> node_;
  static std::string url_;
  Recorder recorder_;
  l05::ProtooPeer peer_{recorder_.loop, recorder_.client};
};

std::unique_ptr<ChildProcess> ProtooServer::node_;
std::string ProtooServer::url_;

// What mediasoup says without any network in between.
Json CapabilitiesFromNode() {
  const char* const script = "const m = require('" NETLADDER_NODE_PEERS
                             "/node_modules/mediasoup');"
                             "console.log(JSON.stringify(m.getSupportedRtpCapabilities()))";
  ChildProcess node({"node", "-e", script});
  return Json::parse(node.ReadLine(kNodeStart).value_or("null"), nullptr, false);
}

TEST_F(ProtooServer, ReturnsExactlyTheCapabilitiesThatMediasoupHas) {
  Connect();
  EXPECT_EQ(recorder_.client.subprotocol(), "protoo");
  const ProtooResult result = Ask("getRouterRtpCapabilities");
  ASSERT_TRUE(result.ok()) << result.error_reason;
  const Json expected = CapabilitiesFromNode();
  ASSERT_TRUE(expected.is_object());
  EXPECT_GT(expected["codecs"].size(), 5U);
  EXPECT_EQ(result.data, expected);
}

// Defect B25: the server splits what is longer than 16 KiB, and the article loses it.
TEST_F(ProtooServer, SendsALargeReplyInFragmentsThatArriveWhole) {
  Connect();
  const ProtooResult result = Ask("getRouterRtpCapabilities", {{"padding", 40000}});
  ASSERT_TRUE(result.ok()) << result.error_reason;
  Json expected = CapabilitiesFromNode();
  expected["padding"] = std::string(40000, '.');
  EXPECT_EQ(result.data, expected);
}

// Facts P4 and R37: the server leaves `ok` out of its errors.
TEST_F(ProtooServer, SendsErrorsThatAreRecognised) {
  Connect();
  const ProtooResult refused = Ask("refuse");
  EXPECT_EQ(refused.end, End::kRejected);
  EXPECT_EQ(refused.error_code, 403);
  EXPECT_EQ(refused.error_reason, "not allowed");
  const ProtooResult thrown = Ask("throw");
  EXPECT_EQ(thrown.error_code, 500);
  EXPECT_THAT(thrown.error_reason, HasSubstr("thrown on purpose"));
  EXPECT_EQ(Ask("makeCoffee").error_code, 404);
}

TEST_F(ProtooServer, AnswersInItsOwnOrder) {
  Connect();
  std::vector<std::string> order;
  for (const std::string method : {"slow", "notifyMe"}) {
    peer_.Request(method, Json::object(), [&order, method](const ProtooResult& result) {
      EXPECT_TRUE(result.ok());
      order.push_back(method);
    });
  }
  ASSERT_TRUE(recorder_.Until([&] { return order.size() == 2; }));
  EXPECT_THAT(order, ElementsAre("notifyMe", "slow"));
}

TEST_F(ProtooServer, NotifiesAndAsks) {
  std::string noted;
  const auto on_note = peer_.SignalNotification.connect(
      [&noted](auto*, const l05::ProtooNotification& note) { noted = note.method; });
  const auto on_request =
      peer_.SignalRequest.connect([](l05::ProtooPeer* peer, const l05::ProtooRequest& request) {
        peer->Accept(request, {{"consumer", request.data["kind"]}});
      });
  Connect();
  EXPECT_TRUE(Ask("notifyMe").ok());
  EXPECT_EQ(noted, "peerJoined");
  EXPECT_EQ(Ask("askMe").data["youSaid"]["consumer"], "video");
}

TEST_F(ProtooServer, UnderstandsOurErrorResponses) {
  Connect();
  const ProtooResult result = Ask("askMe");  // nobody handles "newConsumer": rejected with 501
  EXPECT_EQ(result.end, End::kRejected);
  EXPECT_THAT(result.error_reason, HasSubstr("501"));
}

// Fact P11.
TEST_F(ProtooServer, ClosesWith4000) {
  Connect();
  EXPECT_TRUE(Ask("leave").ok());
  const l05::CloseInfo info = recorder_.UntilClosed();
  EXPECT_EQ(info.code, l05::kClosedByProtooServer);
  EXPECT_EQ(info.reason, "closed by protoo-server");
  EXPECT_TRUE(info.clean);
}

TEST_F(ProtooServer, AnswersOurCloseFrame) {
  Connect();
  recorder_.client.Close(1000, "bye");
  const l05::CloseInfo info = recorder_.UntilClosed();
  EXPECT_EQ(info.code, 1000);
  EXPECT_TRUE(info.clean);
}

// Facts P1 and C.5: the refusals of the real server, with status and reason.
TEST_F(ProtooServer, RefusesAnotherSubprotocolAndAMissingRoom) {
  recorder_.Open(Url(), Options({"chat"}));
  l05::CloseInfo info = recorder_.UntilClosed();
  ASSERT_TRUE(info.handshake);
  EXPECT_EQ(info.handshake->status, 403);

  recorder_.closes.clear();
  recorder_.Open(url_ + "/?roomId=chensong", Options({"protoo"}));
  info = recorder_.UntilClosed();
  ASSERT_TRUE(info.handshake);
  EXPECT_EQ(info.handshake->status, 400);
}

// The article's two threads against the real server.
TEST_F(ProtooServer, ServesTheTwoThreadSession) {
  l05::ProtooSession session(Url());
  std::string error;
  ASSERT_TRUE(session.Start(&error)) << error;
  std::optional<ProtooResult> answer;
  const auto on_open = session.SignalOpen.connect([&](auto*) {
    session.Request("getRouterRtpCapabilities", Json::object(),
                    [&answer](const ProtooResult& result) { answer = result; });
  });
  ASSERT_TRUE(test_support::WaitUntil([&] {
    session.WaitForEvent(std::chrono::milliseconds(20));
    session.Process();
    return answer.has_value();
  }));
  EXPECT_TRUE(answer->ok());
  EXPECT_EQ(answer->data, CapabilitiesFromNode());
}

}  // namespace
