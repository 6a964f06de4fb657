// The end of a connection: who says what to whom, and exactly one close signal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>

#include "05_websocket/loopback/server.h"
#include "support/latch.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using l05::SendStatus;
using State = l05::WebSocketClient::State;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::IsAbnormalClosure;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;

class Closing : public ::testing::TestWithParam<l04::BackendKind> {};
INSTANTIATE_TEST_SUITE_P(Backends, Closing, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

// Rule R26: Close frame with code and reason, the server's answer, the server's TCP close.
TEST_P(Closing, ByTheClientIsCleanAndCarriesCodeAndReason) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    frames = client.ReadFrames();
    client.SendFrame(0x88, CloseText(3000, "until next time"));
  });
  Recorder recorder(GetParam());
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_TRUE(recorder.client.Close(3000, "bye"));
  EXPECT_EQ(recorder.client.state(), State::kClosing);
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 3000);
  EXPECT_EQ(info.reason, "until next time");
  EXPECT_TRUE(info.clean);
  ASSERT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, CloseText(3000, "bye"));
}

// Defects B35 and B42: the article neither answers a Close frame nor reads what it says.
TEST_P(Closing, ByTheServerIsAnsweredWithTheSameCode) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x88, CloseText(4000, "closed by protoo-server"));
    frames = client.ReadFrames();
  });
  Recorder recorder(GetParam());
  recorder.Open(server.Url());
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 4000);
  EXPECT_EQ(info.reason, "closed by protoo-server");
  EXPECT_TRUE(info.clean);
  EXPECT_THAT(info.what, HasSubstr("4000"));
  ASSERT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, CloseText(4000));
}

TEST(Close, WithoutACodeIsAnsweredWithoutACode) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x88, "");
    frames = client.ReadFrames();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1005);
  EXPECT_TRUE(info.clean);
  ASSERT_EQ(server.Join(), "");
  EXPECT_EQ(frames[0].payload, "");
}

TEST(Close, MayBeEmptyFromTheClientToo) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    frames = client.ReadFrames();
    client.SendFrame(0x88, "");
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_TRUE(recorder.client.Close(l05::kNoStatusReceived));
  EXPECT_EQ(recorder.UntilClosed().code, 1005);
  ASSERT_EQ(server.Join(), "");
  EXPECT_EQ(frames[0].payload, "");
}

// Rule R26: what may not travel is refused before anything is sent.
TEST(Close, RefusesCodesAndReasonsThatMustNotBeSent) {
  l05::LoopbackServer server;
  Recorder recorder;
  EXPECT_FALSE(recorder.client.Close()) << "there is nothing to close";
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  for (const std::uint16_t code :
       std::initializer_list<std::uint16_t>{0, 999, 1004, 1006, 1015, 2999, 5000}) {
    EXPECT_FALSE(recorder.client.Close(code)) << code;
  }
  EXPECT_FALSE(recorder.client.Close(l05::kNoStatusReceived, "a reason needs a code"));
  EXPECT_FALSE(recorder.client.Close(1000, std::string(124, 'x')));
  EXPECT_FALSE(recorder.client.Close(1000, "\xFF"));
  EXPECT_EQ(recorder.client.state(), State::kConnected);
  EXPECT_TRUE(recorder.client.Close(1000, std::string(123, 'x')));
  EXPECT_FALSE(recorder.client.Close(1000)) << "it is closing already";
  EXPECT_TRUE(recorder.UntilClosed().clean);
}

TEST(Close, LetsNoMessageFollow) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    frames = client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.SendText("before");
  recorder.client.Close();
  EXPECT_EQ(recorder.client.SendText("after"), SendStatus::kNotOpen);
  EXPECT_FALSE(recorder.client.SendPing("after"));
  recorder.UntilClosed();
  ASSERT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "before");
}

TEST(Close, DeliversWhatTheServerSentBeforeItsOwnCloseFrame) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrames();
    client.SendFrame(0x81, "last words");
    client.SendFrame(0x88, CloseText(1000));
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  EXPECT_TRUE(recorder.UntilClosed().clean);
  ASSERT_EQ(recorder.messages.size(), 1U);
  EXPECT_EQ(recorder.messages[0].second, "last words");
}

// Rule R26: while the server's Close frame is awaited, pings are still answered.
TEST(Close, StillAnswersPingsWhileItWaits) {
  ClientFrame pong;
  ScriptedServer server([&pong](Conversation& client) {
    client.Handshake();
    client.ReadFrames();
    client.SendFrame(0x89, "still there?");
    pong = client.ReadFrame();
    client.SendFrame(0x88, CloseText(1000));
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(pong.payload, "still there?");
}

// Rule R21 and defect B35: nothing after a Close frame counts.
TEST(Close, IgnoresWhatFollowsTheServersCloseFrame) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.Send(ws_test::ServerFrame(0x88, CloseText(1000)) + ws_test::ServerFrame(0x81, "late") +
                "\xFF\xFF garbage");
    client.ReadFrames();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1000);
  EXPECT_TRUE(info.clean);
  EXPECT_TRUE(recorder.messages.empty());
}

// Rule R21: a reset after both Close frames is only a hasty server.
TEST(Close, WithAResetAfterBothCloseFramesIsClean) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
    client.Reset();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  const l05::CloseInfo info = recorder.UntilClosed();
  // The reset may overtake the server's Close frame on its way; then it was not received.
  EXPECT_TRUE((info.code == 1000 && info.clean) || info.code == 1006) << info.what;
}

TEST(Close, WhenBothSidesStartItIsClean) {
  support::Latch both(1);
  ScriptedServer server([&both](Conversation& client) {
    client.Handshake();
    both.wait();
    client.SendFrame(0x88, CloseText(1001));
    client.ReadFrames();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close(1000);
  both.count_down();
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1001);
  EXPECT_TRUE(info.clean);
}

// Defect B10: the end of the connection without a Close frame.
TEST_P(Closing, WithoutACloseFrameIs1006) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x81, "hello");
  });
  Recorder recorder(GetParam());
  recorder.Open(server.Url());
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("without a Close frame"));
  ASSERT_EQ(recorder.messages.size(), 1U) << "what came before the end is delivered";
}

TEST_P(Closing, InTheMiddleOfAMessageSaysSo) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x01, "half a mess");
  });
  Recorder recorder(GetParam());
  recorder.Open(server.Url());
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("in the middle of a message"));
}

TEST_P(Closing, ByAResetIs1006AndNamesTheServer) {
  support::Latch open(1);
  ScriptedServer server([&open](Conversation& client) {
    client.Handshake();
    open.wait();
    client.Reset();
  });
  Recorder recorder(GetParam());
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  open.count_down();
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("127.0.0.1"));
}

// Rule R10 and defect B11: a deadline for each kind of waiting, and the close signal names it.
TEST(Deadlines, EndAHandshakeWithoutAnswer) {
  ScriptedServer server([](Conversation& client) { client.ReadToEnd(); });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.handshake = milliseconds(30);
  recorder.Open(server.Url(), options);
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1006);
  EXPECT_THAT(info.what, HasSubstr("handshake"));
  EXPECT_THAT(info.what, HasSubstr("30 ms"));
}

TEST(Deadlines, EndASlowDripOfHeaders) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 101 Switching Protocols\r\nX-Slow: ");
    client.ReadToEnd();
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.handshake = milliseconds(30);
  recorder.Open(server.Url(), options);
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("handshake"));
}

TEST(Deadlines, EndACloseThatIsNotAnswered) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadToEnd();
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.close = milliseconds(30);
  recorder.Open(server.Url(), options);
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("no Close frame"));
}

TEST(Deadlines, EndAConnectionThatTheServerDoesNotCloseAfterTheCloseFrames) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x88, CloseText(1000));
    client.ReadToEnd();  // and does not close
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.close = milliseconds(30);
  recorder.Open(server.Url(), options);
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1000);
  EXPECT_TRUE(info.clean);
}

TEST(Deadlines, EndASilentConnectionWhenPingsAreNotAnswered) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    frames.push_back(client.ReadFrame());
    client.ReadToEnd();
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.idle_ping = milliseconds(30);
  recorder.Open(server.Url(), options);
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("ping"));
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(frames[0].opcode, 9);
}

TEST(Deadlines, LetAConnectionLiveWhosePingsAreAnswered) {
  // A busy machine may answer later than the client waits, and then the client is right to leave.
  // So it gets more and more time. A client that does not see the answers leaves each time.
  bool lived = false;
  for (milliseconds ping{100}; !lived && ping < test_support::kPatience / 8; ping *= 2) {
    l05::LoopbackServer server;
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.deadlines.idle_ping = ping;
    recorder.Open(server.Url("/echo"), options);
    ASSERT_TRUE(
        recorder.Until([&] { return server.Report().frames == 2 || !recorder.closes.empty(); }));
    // The second ping shows that the first was answered in time.
    lived = recorder.closes.empty();
  }
  EXPECT_TRUE(lived);
}

TEST(Deadlines, ThatOfThePingEndsWithOurCloseFrame) {
  // A busy machine may be too late with the Close frame, and then the ping is right to end it. So
  // it gets more and more time. A client whose ping goes on ends each time by it.
  std::string what;
  for (milliseconds ping{100}; ping < test_support::kPatience / 8; ping *= 2) {
    std::atomic<bool> pinged = false;
    ScriptedServer server([&pinged](Conversation& client) {
      client.Handshake();
      client.ReadFrame();
      pinged = true;
      client.ReadToEnd();
    });
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.deadlines.idle_ping = ping;
    options.deadlines.close = 3 * ping;
    recorder.Open(server.Url(), options);
    ASSERT_TRUE(recorder.Until([&] { return pinged || !recorder.closes.empty(); }));
    recorder.client.Close();
    what = recorder.UntilClosed().what;
    if (what.find("Close frame") != std::string::npos) return;
  }
  FAIL() << what;
}

// Rule R2: every address is tried; the last error is reported, with call, address and reason.
TEST_P(Closing, OfARefusedConnectionNamesCallAddressAndReason) {
  l01::WinsockSession winsock;
  std::uint16_t port = 0;
  {
    const l01::Socket taken = l01::ListenOn(l01::Endpoint::Loopback());
    port = taken.LocalEndpoint().port();
  }
  Recorder recorder(GetParam());
  recorder.Open("ws://127.0.0.1:" + std::to_string(port) + "/");
  EXPECT_THAT(recorder.UntilClosed(),
              IsAbnormalClosure("connect 127.0.0.1:" + std::to_string(port) + ": "));
}

TEST(Close, OfAnUnknownNameNamesIt) {
  Recorder recorder;
  recorder.Open("ws://no-such-host.invalid/");
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("no-such-host.invalid"));
}

// Rule R6 and defect B24.
TEST(Close, AfterARefusalReportsTheAnswer) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/?roomId=a"), Options({"protoo"}));
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1006);
  ASSERT_TRUE(info.handshake);
  EXPECT_EQ(info.handshake->status, 400);
  EXPECT_THAT(info.handshake->body, HasSubstr("peerId"));
  EXPECT_THAT(info.what, HasSubstr("400"));
}

TEST(Close, BeforeTheConnectionIsOpenGivesUp) {
  ScriptedServer server([](Conversation& client) { client.ReadToEnd(); });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.Until([&] { return recorder.client.state() == State::kHandshake; }));
  EXPECT_TRUE(recorder.client.Close());
  EXPECT_TRUE(recorder.closes.empty()) << "no signal inside the call";
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("before the connection was open"));
}

}  // namespace
