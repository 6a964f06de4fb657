// Requests, responses, notifications and time-outs over a connection (rules R37, R38).
#include "05_websocket/protoo/peer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "05_websocket/protoo/router_capabilities.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using l05::Json;
using l05::ProtooResult;
using End = ProtooResult::End;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;

// A recorder with protoo on top.
struct Talker {
  explicit Talker(const std::string& url) : peer(recorder.loop, recorder.client) {
    slots.push_back(peer.SignalNotification.connect(
        [this](auto*, const l05::ProtooNotification& n) { notifications.push_back(n.method); }));
    slots.push_back(peer.SignalInvalid.connect(
        [this](auto*, const std::string& why) { invalid.push_back(why); }));
    recorder.Open(url, Options({"protoo"}));
    recorder.UntilOpen();
  }

  ProtooResult Ask(const std::string& method, const Json& data = Json::object()) {
    std::optional<ProtooResult> answer;
    EXPECT_TRUE(peer.Request(method, data, [&](const ProtooResult& r) { answer = r; }));
    EXPECT_TRUE(recorder.Until([&] { return answer.has_value(); })) << method;
    return answer.value_or(ProtooResult());
  }

  Recorder recorder;
  l05::ProtooPeer peer;
  std::vector<std::string> notifications;
  std::vector<std::string> invalid;
  std::vector<l04::Connection> slots;
};

// A scripted server that reads requests and answers them with its own texts.
void Answer(Conversation& client, const std::string& text) {
  client.SendFrame(0x81, text);
}

TEST(ProtooPeer, GetsTheRouterCapabilitiesInFragments) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  const ProtooResult result = talker.Ask("getRouterRtpCapabilities");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.data, l05::RouterCapabilities(40000));
  EXPECT_GT(result.data.dump().size(), 16384U);
}

TEST(ProtooPeer, CountsItsIdsFrom10001) {
  std::vector<Json> requests;
  ScriptedServer server([&requests](Conversation& client) {
    client.Handshake("Sec-WebSocket-Protocol: protoo\r\n");
    for (int i = 0; i < 3; ++i) requests.push_back(Json::parse(client.ReadFrame().payload));
    client.ReadToEnd();
  });
  {
    Talker talker(server.Url());
    for (int i = 0; i < 3; ++i) {
      talker.peer.Request("getRouterRtpCapabilities", Json::object(), [](const ProtooResult&) {});
    }
    talker.recorder.Settle();
  }
  ASSERT_EQ(server.Join(), "");
  EXPECT_EQ(requests[0], Json::parse(R"({"request":true,"id":10001,
      "method":"getRouterRtpCapabilities","data":{}})"));
  EXPECT_EQ(requests[1]["id"], 10002);
  EXPECT_EQ(requests[2]["id"], 10003);
}

// Defect B44: answers in another order than the questions.
TEST(ProtooPeer, MatchesAnswersByIdInAnyOrder) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < 3; ++i) client.ReadFrame();
    Answer(client, R"({"response":true,"id":10003,"ok":true,"data":{"n":3}})");
    Answer(client, R"({"response":true,"id":10001,"ok":true,"data":{"n":1}})");
    Answer(client, R"({"response":true,"id":10002,"errorCode":9,"errorReason":"two"})");
    client.ReadToEnd();
  });
  Talker talker(server.Url());
  std::vector<std::string> answers;
  for (const int n : {1, 2, 3}) {
    talker.peer.Request("m", Json::object(), [&answers, n](const ProtooResult& result) {
      answers.push_back(std::to_string(n) +
                        (result.ok() ? result.data.dump() : result.error_reason));
    });
  }
  ASSERT_TRUE(talker.recorder.Until([&] { return answers.size() == 3; }));
  EXPECT_THAT(answers, ElementsAre("3{\"n\":3}", "1{\"n\":1}", "2two"));
  EXPECT_EQ(talker.peer.pending(), 0U);
}

TEST(ProtooPeer, ReportsErrorResponses) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  const ProtooResult result = talker.Ask("makeCoffee");
  EXPECT_EQ(result.end, End::kRejected);
  EXPECT_EQ(result.error_code, 404);
  EXPECT_THAT(result.error_reason, HasSubstr("makeCoffee"));
}

TEST(ProtooPeer, ReceivesNotifications) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  EXPECT_TRUE(talker.Ask("notifyMe").ok());
  EXPECT_THAT(talker.notifications, ElementsAre("peerJoined"));
}

TEST(ProtooPeer, AnswersRequestsOfTheServer) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  talker.slots.push_back(talker.peer.SignalRequest.connect(
      [](l05::ProtooPeer* peer, const l05::ProtooRequest& request) {
        EXPECT_EQ(request.data["kind"], "video");
        peer->Accept(request, {{"consumer", request.method}});
      }));
  const ProtooResult result = talker.Ask("askMe");
  EXPECT_EQ(result.data, Json({{"ok", true}, {"youSaid", {{"consumer", "newConsumer"}}}}));
}

TEST(ProtooPeer, MayRejectRequestsOfTheServer) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  talker.slots.push_back(talker.peer.SignalRequest.connect(
      [](l05::ProtooPeer* peer, const l05::ProtooRequest& request) {
        peer->Reject(request, 403, "no consumers here");
      }));
  EXPECT_EQ(talker.Ask("askMe").data, Json({{"ok", false}, {"youSaid", "no consumers here"}}));
}

TEST(ProtooPeer, RejectsRequestsThatNobodyHandles) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  EXPECT_EQ(talker.Ask("askMe").data["youSaid"], "not implemented: newConsumer");
}

TEST(ProtooPeer, SendsNotifications) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  EXPECT_TRUE(talker.peer.Notify("muted", {{"kind", "audio"}}));
  EXPECT_TRUE(talker.Ask("notifyMe").ok());
  EXPECT_EQ(server.Report().messages, 2U);
  EXPECT_TRUE(server.Report().problems.empty());
}

// Rule R38 and fact P6.
TEST(ProtooPeer, ReportsAndIgnoresWhatIsNoProtooMessage) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (const char* text : {"null", "[1]", "{}", "nonsense", R"({"request":true,"id":"1"})"}) {
      Answer(client, text);
    }
    client.SendFrame(0x82, "binary");
    Answer(client, R"({"response":true,"id":99,"ok":true})");
    Answer(client, R"({"response":true,"id":10001.5,"ok":true})");
    Answer(client, R"({"notification":true,"method":"end"})");
    client.ReadToEnd();
  });
  Talker talker(server.Url());
  ASSERT_TRUE(talker.recorder.Until([&] { return !talker.notifications.empty(); }));
  EXPECT_THAT(talker.invalid,
              ElementsAre(HasSubstr("null"), HasSubstr("array"), HasSubstr("neither"),
                          HasSubstr("not JSON"), HasSubstr("without a method"), HasSubstr("binary"),
                          HasSubstr("99"), HasSubstr("10001.5")));
  EXPECT_TRUE(talker.recorder.closes.empty());
}

TEST(ProtooPeer, TakesTheSecondAnswerToOneRequestForNoise) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    for (int i = 0; i < 2; ++i) Answer(client, R"({"response":true,"id":10001,"ok":true})");
    client.ReadToEnd();
  });
  Talker talker(server.Url());
  EXPECT_TRUE(talker.Ask("once").ok());
  ASSERT_TRUE(talker.recorder.Until([&] { return !talker.invalid.empty(); }));
  EXPECT_THAT(talker.invalid, ElementsAre(HasSubstr("10001")));
}

TEST(ProtooPeer, EndsARequestWithoutAnswerAtItsDeadline) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  talker.peer.set_timeout(std::chrono::milliseconds(1));
  const ProtooResult result = talker.Ask("never");
  EXPECT_EQ(result.end, End::kTimedOut);
  EXPECT_EQ(talker.peer.pending(), 0U);
  talker.peer.set_timeout(l05::ProtooPeer::kDefaultTimeout);
  EXPECT_TRUE(talker.Ask("notifyMe").ok()) << "the connection is still good";
}

// Fact P10: pending requests fail on close, each exactly once and in order.
TEST(ProtooPeer, FailsPendingRequestsWhenTheConnectionEnds) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < 3; ++i) client.ReadFrame();
    client.SendFrame(0x88, CloseText(4000, "closed by protoo-server"));
    client.ReadFrames();
  });
  Talker talker(server.Url());
  std::vector<int> order;
  for (const int n : {1, 2, 3}) {
    talker.peer.Request("m", Json::object(), [&order, n](const ProtooResult& result) {
      EXPECT_EQ(result.end, End::kClosed);
      EXPECT_THAT(result.error_reason, HasSubstr("4000"));
      order.push_back(n);
    });
  }
  EXPECT_EQ(talker.recorder.UntilClosed().code, 4000);
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST(ProtooPeer, SendsNothingWithoutAConnection) {
  Recorder recorder;
  l05::ProtooPeer peer(recorder.loop, recorder.client);
  EXPECT_FALSE(peer.Request("m", Json::object(), [](const ProtooResult&) { FAIL(); }));
  EXPECT_FALSE(peer.Notify("m", Json::object()));
}

TEST(ProtooPeer, ACallbackMaySendTheNextRequest) {
  l05::LoopbackServer server;
  Talker talker(server.Url());
  int answers = 0;
  std::function<void(const ProtooResult&)> again = [&](const ProtooResult& result) {
    EXPECT_TRUE(result.ok());
    if (++answers < 10) talker.peer.Request("notifyMe", Json::object(), again);
  };
  talker.peer.Request("notifyMe", Json::object(), again);
  EXPECT_TRUE(talker.recorder.Until([&] { return answers == 10; }));
}

TEST(ProtooPeer, MayBeDestroyedInACallback) {
  l05::LoopbackServer server;
  Recorder recorder;
  auto peer = std::make_unique<l05::ProtooPeer>(recorder.loop, recorder.client);
  recorder.Open(server.Url(), Options({"protoo"}));
  ASSERT_TRUE(recorder.UntilOpen());
  peer->Request("notifyMe", Json::object(), [&peer](const ProtooResult&) { peer.reset(); });
  EXPECT_TRUE(recorder.Until([&peer] { return peer == nullptr; }));
}

TEST(ProtooPeer, MayBeDestroyedWhilePendingRequestsFail) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < 3; ++i) client.ReadFrame();
  });
  Recorder recorder;
  auto peer = std::make_unique<l05::ProtooPeer>(recorder.loop, recorder.client);
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  int failed = 0;
  for (int i = 0; i < 3; ++i) {
    peer->Request("m", Json::object(), [&](const ProtooResult&) {
      ++failed;
      peer.reset();
    });
  }
  EXPECT_EQ(recorder.UntilClosed().code, 1006);
  EXPECT_EQ(failed, 3) << "each request ends, also when the peer is gone";
}

}  // namespace
