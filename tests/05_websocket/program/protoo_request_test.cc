// `--protoo`: one request, and a server that does more than to answer it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "05_websocket/protoo/message.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using l05::Json;
using test_support::ChildProcess;
using ::testing::HasSubstr;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::ScriptedServer;

void Begin(Conversation& client) {
  client.Handshake("Sec-WebSocket-Protocol: protoo\r\n");
  client.ReadFrame();  // the request
}

void End(Conversation& client) {
  client.ReadFrames();
  client.SendFrame(0x88, CloseText(1000));
}

const std::string kAnswer = R"({"response":true,"id":10001,"ok":true,"data":{"a":1}})";

// The server answers only when its own question was answered, as mediasoup's newConsumer does.
TEST(ProtooRequest, RejectsWhatTheServerAsksMeanwhile) {
  std::string answer;
  ScriptedServer server([&answer](Conversation& client) {
    Begin(client);
    client.SendFrame(0x81, R"({"request":true,"id":4711,"method":"newConsumer","data":{}})");
    answer = client.ReadFrame().payload;
    client.SendFrame(0x81, kAnswer);
    End(client);
  });
  const Finished run({"--protoo", "join", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  ASSERT_EQ(server.Join(), "");
  EXPECT_EQ(Json::parse(answer),
            Json::parse(R"({"response":true,"id":4711,"ok":false,"errorCode":501,)"
                        R"("errorReason":"not implemented: newConsumer"})"));
}

TEST(ProtooRequest, TakesAnIdInAnySpellingAndHalfACharacter) {
  ScriptedServer server([](Conversation& client) {
    Begin(client);
    client.SendFrame(0x81, R"({"response":true,"id":1.0001e4,"ok":true,"data":"Zo\ud83d"})");
    End(client);
  });
  const Finished run({"--protoo", "join", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "\"Zo\xEF\xBF\xBD\"\n");
  EXPECT_EQ(server.Join(), "");
}

// Both streams in one pipe, so that it shows what came first: the answer, or our Close frame.
TEST(ProtooRequest, PrintsTheAnswerWhenItComes) {
  ScriptedServer server([](Conversation& client) {
    Begin(client);
    client.SendFrame(0x81, kAnswer);
    End(client);
  });
  ChildProcess child(
      {"sh", "-c", "exec '" NETLADDER_PROGRAM "' -v --protoo join '" + server.Url() + "' 2>&1"});
  child.CloseStdin();
  EXPECT_EQ(child.WaitExit(), 0) << child.Stdout();
  const std::size_t answer = child.Stdout().find("\n  \"a\": 1\n");
  const std::size_t close = child.Stdout().find("-> close 1000");
  ASSERT_NE(answer, std::string::npos) << child.Stdout();
  ASSERT_NE(close, std::string::npos) << child.Stdout();
  EXPECT_LT(answer, close) << child.Stdout();
  EXPECT_EQ(server.Join(), "");
}

TEST(ProtooRequest, SaysWithVWhatItIgnores) {
  ScriptedServer server([](Conversation& client) {
    Begin(client);
    client.SendFrame(0x81, "null");
    client.SendFrame(0x81, R"({"response":true,"id":7,"ok":true})");
    client.SendFrame(0x81, R"({"notification":true,"method":"peerClosed"})");
    client.SendFrame(0x81, kAnswer);
    End(client);
  });
  const Finished run({"-v", "--protoo", "join", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  const std::string& log = run.child.Stderr();
  EXPECT_THAT(log, HasSubstr("** ignored: a JSON null, not an object\n"));
  EXPECT_THAT(log, HasSubstr("** ignored: response to 7, which nobody waits for\n"));
  EXPECT_THAT(log, HasSubstr("** ignored: notification peerClosed\n"));
  EXPECT_EQ(server.Join(), "");
}

// The address is found by its scheme, and a scheme has no case.
TEST(ProtooRequest, TakesTheAddressInAnyPlaceAndAnyCase) {
  for (const bool address_first : {true, false}) {
    ScriptedServer server([](Conversation& client) {
      Begin(client);
      client.SendFrame(0x81, kAnswer);
      End(client);
    });
    const std::string url = "WS" + server.Url().substr(2);
    const Finished run(address_first ? std::vector<std::string>{"--protoo", "m", url, "{}"}
                                     : std::vector<std::string>{"--protoo", "m", "{}", url});
    EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
    EXPECT_EQ(server.Join(), "");
  }
}

}  // namespace
