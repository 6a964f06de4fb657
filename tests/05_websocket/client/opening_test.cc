// From an address to a socket, what was agreed on, and the octets behind the 101.
#include "05_websocket/client/opening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/wait.h"

namespace {

using l05::Opening;
using l05::Turn;
using ::testing::HasSubstr;
using ws_test::Conversation;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

struct OpeningTest : ::testing::Test, Opening::Events, Turn::Owner {
  void OnHandshakeBegins() override { ++handshakes; }
  void OnOpened() override {
    ++opens;
    opening.reset();
  }
  void OnOpeningFailed(std::string what, std::optional<l05::HandshakeFailure> answer) override {
    failure = std::move(what);
    status = answer ? answer->status : 0;
    opening.reset();
  }
  bool OnTurnEnd() override { return false; }

  // Opens, and runs the loop until it is done.
  void Open(const std::string& url) {
    std::string error;
    auto plan = l05::PlanOpening(loop, url, options, &error);
    ASSERT_TRUE(plan) << error;
    opening = std::make_unique<Opening>(std::move(*plan),
                                        Opening::Place{timers, options, gate, opened, *this});
    opening->Start();
    EXPECT_EQ(opens, 0) << "never inside the call of the user";
    test_support::WaitUntil([this] {
      if (opening) loop.Wait(1, true);
      return !opening;
    });
    gate.Stop();
  }

  l04::PhysicalSocketServer loop;
  l05::LoopTimers timers{loop};
  Turn turn{timers, *this};
  l05::ClientOptions options;
  l05::Opened opened;
  l05::ReadGate gate{timers, turn};
  std::unique_ptr<Opening> opening;
  int handshakes = 0;
  int opens = 0;
  std::string failure;
  int status = 0;
};

TEST_F(OpeningTest, YieldsASocketTheAgreementAndTheOctetsBehindThe101) {
  const std::string frame = ServerFrame(0x81, "early");
  ScriptedServer server([&frame](Conversation& client) {
    client.ReadRequest();
    client.Send(client.Acceptance("Sec-WebSocket-Protocol: protoo\r\n"
                                  "Sec-WebSocket-Extensions: permessage-deflate\r\n") +
                frame);
    client.ReadToEnd();
  });
  options.handshake.subprotocols = {"protoo"};
  Open(server.Url());
  EXPECT_EQ(failure, "");
  EXPECT_EQ(handshakes, 1);
  EXPECT_EQ(opens, 1);
  EXPECT_EQ(opened.subprotocol, "protoo");
  EXPECT_TRUE(opened.deflate);
  EXPECT_GT(opened.send_buffer, 0);
  EXPECT_EQ(opened.received.data(), frame);
  opened.socket.reset();
  EXPECT_EQ(server.Join(), "");
}

TEST_F(OpeningTest, ReportsARefusalWithItsAnswer) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    client.ReadToEnd();
  });
  Open(server.Url());
  EXPECT_EQ(opens, 0);
  EXPECT_EQ(status, 403);
  EXPECT_THAT(failure, HasSubstr("the server refused: HTTP 403 Forbidden"));
  opened.socket.reset();
  EXPECT_EQ(server.Join(), "");
}

TEST_F(OpeningTest, ReportsTheEndOfTcpBeforeTheAnswerIsComplete) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 101 Swi");
    client.Close();
  });
  Open(server.Url());
  EXPECT_EQ(opens, 0);
  EXPECT_THAT(failure, HasSubstr("before its handshake response was complete"));
  EXPECT_EQ(server.Join(), "");
}

TEST_F(OpeningTest, WaitsAtAClosedGate) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadToEnd();
  });
  gate.Pause();
  options.deadlines.handshake = std::chrono::milliseconds(100);  // ends what waits for ever
  Open(server.Url());
  EXPECT_EQ(opens, 0);
  EXPECT_THAT(failure, HasSubstr("no complete answer within 100 ms"));
  opened.socket.reset();
  EXPECT_EQ(server.Join(), "");
}

TEST_F(OpeningTest, OfAWrongAddressIsRefusedBeforeAnythingStarts) {
  std::string error;
  EXPECT_FALSE(l05::PlanOpening(loop, "http://there/", options, &error));
  EXPECT_NE(error, "");
}

}  // namespace
