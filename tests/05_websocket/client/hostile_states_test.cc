// A server that breaks off or falls silent, at every state a connection can be in; that drips; that
// floods; that sends a zip bomb; and close frames that cross each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "01_blocking/sockets/nonblocking_connect.h"
#include "01_blocking/sockets/readiness.h"
#include "01_blocking/sockets/winsock_session.h"
#include "support/latch.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/05_websocket/support/zip.h"

namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Cut;
using ws_test::IsAbnormalClosure;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;
using ws_test::Zip;

constexpr const char* kDeflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

// How far a connection has come before the server breaks off or falls silent.
struct Stage {
  const char* name;              // of the test
  void (*reach)(Conversation&);  // the server's part of the way
  bool client_closes = false;    // the client closes as soon as it is open
  const char* silence = "";      // what the close signal says if the server stays silent
};

void PrintTo(const Stage& stage, std::ostream* out) {
  *out << stage.name;
}

void Open(Conversation& client) {
  client.Handshake();
}

const Stage kStages[] = {
    {"BeforeTheRequestWasRead", [](Conversation&) {}, false, "handshake"},
    {"AfterTheRequest", [](Conversation& c) { c.ReadRequest(); }, false, "handshake"},
    {"InTheStatusLine",
     [](Conversation& c) {
       c.ReadRequest();
       c.Send("HTTP/1.1 10");
     },
     false, "handshake"},
    {"InTheHeaders",
     [](Conversation& c) {
       c.ReadRequest();
       const std::string answer = c.Acceptance();
       c.Send(answer.substr(0, answer.size() - 1));
     },
     false, "handshake"},
    {"InTheBodyOfARefusal",
     [](Conversation& c) {
       c.ReadRequest();
       c.Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nsorry");
     },
     false, "handshake"},
    {"AfterThe101", Open, false, "ping"},
    {"InAFrameHeader",
     [](Conversation& c) {
       c.Handshake();
       c.Send("\x82\x7F");
     },
     false, "ping"},
    {"InAPayload",
     [](Conversation& c) {
       c.Handshake();
       c.Send("\x82\x10half");
     },
     false, "ping"},
    {"BetweenFragments",
     [](Conversation& c) {
       c.Handshake();
       c.SendFrame(0x01, "half");
     },
     false, "ping"},
    {"InACompressedMessage",
     [](Conversation& c) {
       c.Handshake(kDeflate);
       c.SendFrame(0x41, Zip().Message("half").substr(0, 2));
     },
     false, "ping"},
    {"InACloseFrame",
     [](Conversation& c) {
       c.Handshake();
       c.Send("\x88\x02\x03");
     },
     false, "ping"},
    {"AfterTheClientsCloseFrame",
     [](Conversation& c) {
       c.Handshake();
       c.ReadFrames();
     },
     true, "no Close frame"},
    {"InItsAnswerToTheCloseFrame",
     [](Conversation& c) {
       c.Handshake();
       c.ReadFrames();
       c.Send("\x88\x02\x03");
     },
     true, "no Close frame"},
};

class HostileStage : public ::testing::TestWithParam<Stage> {
 protected:
  // Only the deadline that ends this stage is short. The server needs its time to come so far, and
  // another deadline could pass meanwhile.
  static l05::ClientOptions ShortDeadline() {
    l05::ClientOptions options = Options();
    const std::string silence = GetParam().silence;
    if (silence == "handshake") options.deadlines.handshake = milliseconds(100);
    if (silence == "ping") options.deadlines.idle_ping = milliseconds(100);
    if (silence == "no Close frame") options.deadlines.close = milliseconds(100);
    return options;
  }
  static void CloseWhenOpen(Recorder& recorder) {
    if (!GetParam().client_closes) return;
    recorder.slots.push_back(
        recorder.client.SignalOpen.connect([](l05::WebSocketClient* client) { client->Close(); }));
  }
};
INSTANTIATE_TEST_SUITE_P(Stages, HostileStage, ::testing::ValuesIn(kStages),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(HostileStage, OfAResetIsReportedOnce) {
  ScriptedServer server([](Conversation& client) {
    GetParam().reach(client);
    client.Reset();
  });
  Recorder recorder;
  CloseWhenOpen(recorder);
  recorder.Open(server.Url());
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("127.0.0.1"));
  EXPECT_TRUE(recorder.messages.empty());
}

TEST_P(HostileStage, OfAnOrderlyEndOfTcpIsReportedOnce) {
  ScriptedServer server([](Conversation& client) {
    GetParam().reach(client);
    client.socket().ShutdownSend();
    client.ReadToEnd();
  });
  Recorder recorder;
  CloseWhenOpen(recorder);
  recorder.Open(server.Url());
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure());
  EXPECT_TRUE(recorder.messages.empty());
}

// Rule R10: a deadline for each kind of waiting, and the close signal names it.
TEST_P(HostileStage, OfSilenceEndsAtTheDeadline) {
  ScriptedServer server([](Conversation& client) {
    GetParam().reach(client);
    client.ReadToEnd();
  });
  Recorder recorder;
  CloseWhenOpen(recorder);
  recorder.Open(server.Url(), ShortDeadline());
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure(GetParam().silence));
}

// The first state of all: the server's queue of waiting clients is full, and nobody accepts.
TEST(HostileConnect, ThatIsNotAnsweredEndsAtTheDeadline) {
  const l01::WinsockSession winsock;
  const l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback(), 1);
  std::vector<l01::PendingConnect> queue;
  do {
    queue.emplace_back(listener.LocalEndpoint());
  } while (l01::WaitWritable(queue.back().socket(), milliseconds(300)));
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.connect = milliseconds(100);
  recorder.Open("ws://" + listener.LocalEndpoint().ToString() + "/", options);
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("no connection within 100 ms"));
}

// The deadline is for the whole answer: a server that sends an octet now and then gains no time.
TEST(SlowDrip, OfHeadersEndsAtTheDeadline) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 101 Switching Protocols\r\nX-Slow: ");
    while (client.StaysSilent(2)) client.Send("x");
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.handshake = milliseconds(100);
  recorder.Open(server.Url(), options);
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("no complete answer"));
  EXPECT_EQ(server.Join(), "");
}

TEST(SlowDrip, OfDataDoesNotPutOffTheEnd) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrames();
    while (client.StaysSilent(2)) client.SendFrame(0x81, "one more");
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.close = milliseconds(100);
  recorder.Open(server.Url(), options);
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("no Close frame"));
  EXPECT_EQ(server.Join(), "");
}

TEST(SlowDrip, OfAMessageDeliversItWhole) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (const char c : ServerFrame(0x01, "drop by") + ServerFrame(0x80, " drop")) {
      client.Send(std::string(1, c));
      EXPECT_TRUE(client.StaysSilent(2));
    }
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  EXPECT_TRUE(recorder.UntilClosed().clean);
  ASSERT_EQ(recorder.messages.size(), 1U);
  EXPECT_EQ(recorder.messages[0].second, "drop by drop");
}

// Rule R33: a hundred kilobytes that unfold into a hundred megabytes.
TEST(ZipBomb, IsStoppedAtTheLimit) {
  const std::string bomb = Zip().Message(std::string(100 * 1024 * 1024, '\0'));
  ASSERT_LT(bomb.size(), 200'000U);
  const std::string first = bomb.substr(0, bomb.size() / 2);
  const std::string last = bomb.substr(bomb.size() / 2);
  const std::vector<std::string> attacks = {
      ServerFrame(0xC2, bomb), ServerFrame(0x42, first) + ServerFrame(0x80, last),
      ServerFrame(0x42, first)};  // fails before the message is complete
  for (const std::string& octets : attacks) {
    std::vector<ClientFrame> frames;
    ScriptedServer server([&](Conversation& client) {
      client.Handshake(kDeflate);
      client.Send(octets);
      frames = client.ReadFrames();
      client.ReadToEnd();
    });
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.limits.max_inflated = 1024 * 1024;
    recorder.Open(server.Url(), options);
    EXPECT_EQ(recorder.UntilClosed().code, 1009);
    ASSERT_EQ(server.Join(), "");
    EXPECT_EQ(frames.back().payload.substr(0, 2), CloseText(1009));
    EXPECT_TRUE(recorder.messages.empty());
  }
}

// A message of a hundred thousand empty fragments is legal, and costs neither memory nor time.
TEST(Flood, OfEmptyFragmentsIsAMessage) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    std::string flood = ServerFrame(0x01, "");
    for (int i = 0; i < 100'000; ++i) flood += ServerFrame(0x00, "");
    client.Send(flood + ServerFrame(0x80, "end"));
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  EXPECT_TRUE(recorder.UntilClosed().clean);
  ASSERT_EQ(recorder.messages.size(), 1U);
  EXPECT_EQ(recorder.messages[0].second, "end");
}

// The payload of the ping with this number: as long as a control frame may be, and sortable.
std::string NumberedPayload(int number) {
  const std::string digits = std::to_string(number);
  return std::string(6 - digits.size(), '0') + digits + std::string(119, 'p');
}

std::vector<std::string> PongsOf(const std::vector<ClientFrame>& frames) {
  std::vector<std::string> payloads;
  for (const ClientFrame& frame : frames) {
    if (frame.opcode == 0xa) payloads.push_back(frame.payload);
  }
  return payloads;
}

// The server asks and never reads. What waits to be sent stays bounded, and the connection lives.
// Old pings may stay without an answer (RFC 6455 section 5.5.3), but no answer comes out of order.
TEST(Flood, OfPingsWithoutReadingTheAnswersStaysBounded) {
  constexpr int kPings = 100'000;
  std::vector<ClientFrame> frames;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    std::string flood;
    for (int i = 0; i <= kPings; ++i) flood += ServerFrame(0x89, NumberedPayload(i));
    client.Send(flood);
    client.SendFrame(0x88, CloseText(1000));
    frames = client.ReadFrames();
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.send_buffer = 16 * 1024;
  std::size_t most = 0;
  recorder.Open(server.Url(), options);
  EXPECT_TRUE(recorder.Until([&] {
    most = std::max(most, recorder.client.queued());
    return !recorder.closes.empty();
  }));
  EXPECT_EQ(recorder.UntilClosed().code, 1000);
  ASSERT_EQ(server.Join(), "");
  EXPECT_LT(most, 2U * 1024 * 1024);
  const std::vector<std::string> pongs = PongsOf(frames);
  EXPECT_TRUE(std::is_sorted(pongs.begin(), pongs.end()));
  ASSERT_FALSE(pongs.empty());
  EXPECT_EQ(pongs.back(), NumberedPayload(kPings)) << "the newest is answered";
}

TEST(CloseRace, BetweenOurCloseAndAMessageDeliversTheMessage) {
  for (int round = 0; round < 20; ++round) {
    support::Latch open(1);
    ScriptedServer server([&open](Conversation& client) {
      client.Handshake();
      open.wait();
      client.SendFrame(0x81, "crossing");
      client.ReadFrames();
      client.SendFrame(0x88, CloseText(1000));
    });
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.UntilOpen());
    open.count_down();
    recorder.client.Close();
    EXPECT_TRUE(recorder.UntilClosed().clean);
    ASSERT_EQ(recorder.messages.size(), 1U);
  }
}

// Neither side sends a second Close frame, whoever was first.
TEST(CloseRace, BetweenTwoCloseFramesIsCleanAndQuiet) {
  for (int round = 0; round < 20; ++round) {
    support::Latch open(1);
    std::string rest;
    ScriptedServer server([&](Conversation& client) {
      client.Handshake();
      open.wait();
      client.SendFrame(0x88, CloseText(1001));
      client.ReadFrames();
      client.socket().ShutdownSend();
      rest = client.ReadSome();
    });
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.UntilOpen());
    open.count_down();
    recorder.client.Close(1000);
    const l05::CloseInfo info = recorder.UntilClosed();
    EXPECT_TRUE(info.clean) << info.what;
    EXPECT_EQ(info.code, 1001);
    ASSERT_EQ(server.Join(), "");
    EXPECT_EQ(rest, "");
  }
}

TEST(CloseRace, WithTheEndInTheSameSegmentAsThe101IsClean) {
  for (const Cut cut : {Cut::kWhole, Cut::kOctets, Cut::kRandom}) {
    ScriptedServer server([cut](Conversation& client) {
      client.ReadRequest();
      client.SetCut(cut);
      client.Send(client.Acceptance() + ServerFrame(0x81, "hi") +
                  ServerFrame(0x88, CloseText(1000, "and bye")));
      client.ReadFrames();
    });
    Recorder recorder;
    recorder.Open(server.Url());
    const l05::CloseInfo info = recorder.UntilClosed();
    EXPECT_TRUE(info.clean);
    EXPECT_EQ(info.reason, "and bye");
    EXPECT_EQ(recorder.opens, 1);
    EXPECT_EQ(recorder.messages.size(), 1U);
  }
}

}  // namespace
