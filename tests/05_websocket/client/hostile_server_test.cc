// A server that breaks the rules, in every segmentation. Rule R27: what was queued goes out first,
// then a Close frame with the right code, then the end, and nothing the server sends is answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using std::string_literals::operator""s;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Cut;
using ws_test::IsAbnormalClosure;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

// Three random cuts, because one may be lucky.
constexpr std::initializer_list<Cut> kCuts = {Cut::kWhole, Cut::kOctets, Cut::kRandom, Cut::kRandom,
                                              Cut::kRandom};

unsigned NewSeed() {
  return std::random_device{}();
}

struct Attack {
  const char* name;    // a word for the test's name
  std::string octets;  // what the server sends after its 101
  int code;            // how the client must fail
};

void PrintTo(const Attack& attack, std::ostream* out) {
  *out << attack.name;
}

class HostileServer : public ::testing::TestWithParam<Attack> {};

// The defect of the article that each attack exploits is in seed order: B27 to B35, then R16.
INSTANTIATE_TEST_SUITE_P(
    Attacks, HostileServer,
    ::testing::Values(
        Attack{"ReservedBit1", "\xC1\x02hi", 1002}, Attack{"ReservedBit2", "\xA1\x02hi", 1002},
        Attack{"ReservedBit3", "\x91\x02hi", 1002},
        Attack{"MaskedFrame", "\x81\x82KEY!\x23\x2c", 1002},
        Attack{"LengthWithTopBit", "\x82\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF6"s, 1002},
        Attack{"LengthOfTwoTo63", "\x82\x7F\x80\x00\x00\x00\x00\x00\x00\x00"s, 1002},
        Attack{"HugeFrame", "\x82\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, 1009},
        Attack{"FrameOverTheLimit", ServerFrame(0x82, std::string(1001, 'x')), 1009},
        Attack{"MessageOverTheLimit",
               ServerFrame(0x02, std::string(900, 'x')) + ServerFrame(0x00, std::string(900, 'x')) +
                   ServerFrame(0x80, std::string(900, 'x')),
               1009},
        Attack{"Length16NotMinimal", "\x82\x7E\x00\x05hello"s, 1002},
        Attack{"Length64NotMinimal", "\x82\x7F\x00\x00\x00\x00\x00\x00\x00\x05hello"s, 1002},
        Attack{"LongPing", ServerFrame(0x89, std::string(256, 'x')), 1002},
        Attack{"FragmentedPing", "\x09\x02hi", 1002},
        Attack{"FragmentedClose", "\x08\x02\x03\xE8", 1002},
        Attack{"LongClose", ServerFrame(0x88, CloseText(1000, std::string(124, 'x'))), 1002},
        Attack{"OrphanContinuation", "\x80\x02hi", 1002},
        Attack{"OrphanFragment", "\x00\x02hi"s, 1002},
        Attack{"MessageInsideAMessage",
               "\x01\x01"
               "a\x81\x01"
               "b",
               1002},
        Attack{"BinaryInsideAText",
               "\x01\x01"
               "a\x02\x01"
               "b",
               1002},
        Attack{"BadUtf8", "\x81\x02\xC3(", 1007},
        Attack{"BadUtf8InAnUnfinishedFrame",
               "\x81\x64"
               "ab\xFF",
               1007},
        Attack{"BadUtf8AcrossFragments", "\x01\x01\xC3\x80\x01(", 1007},
        Attack{"TextEndsInsideACharacter", "\x81\x02\xE2\x82", 1007},
        Attack{"SurrogateInText", "\x81\x03\xED\xA0\x80", 1007},
        Attack{"UnknownDataOpcode", "\x83\x02hi", 1002},
        Attack{"UnknownControlOpcode", "\x8B\x02hi", 1002},
        Attack{"CloseOfOneOctet", "\x88\x01\x03", 1002},
        Attack{"CloseCode999", ServerFrame(0x88, CloseText(999)), 1002},
        Attack{"CloseCode1005", ServerFrame(0x88, CloseText(1005)), 1002},
        Attack{"CloseCode1006", ServerFrame(0x88, CloseText(1006)), 1002},
        Attack{"CloseCode1015", ServerFrame(0x88, CloseText(1015)), 1002},
        Attack{"CloseCode5000", ServerFrame(0x88, CloseText(5000)), 1002},
        Attack{"CloseReasonNotUtf8", ServerFrame(0x88, CloseText(1000, "\xFF")), 1007}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(HostileServer, IsFailedWithTheRightCodeInEverySegmentation) {
  for (const Cut cut : kCuts) {
    const unsigned seed = NewSeed();
    SCOPED_TRACE("seed of the cuts: " + std::to_string(seed));
    std::vector<ClientFrame> frames;
    ScriptedServer server([&frames, cut, seed](Conversation& client) {
      client.Handshake();
      client.SetCut(cut, seed);
      // A message before it and a ping behind it: one must arrive, the other get no answer.
      client.Send(ServerFrame(0x81, "before") + GetParam().octets + ServerFrame(0x89, "behind"));
      frames = client.ReadEveryFrame();
    });
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.limits = {1000, 2000};
    recorder.Open(server.Url(), options);
    const l05::CloseInfo info = recorder.UntilClosed();
    EXPECT_EQ(info.code, GetParam().code) << info.what;
    EXPECT_FALSE(info.clean);
    EXPECT_FALSE(info.reason.empty());
    ASSERT_EQ(server.Join(), "");
    ASSERT_EQ(frames.size(), 1U) << "a Close frame and nothing else";
    ASSERT_EQ(frames[0].opcode, 8);
    EXPECT_EQ(frames[0].payload, CloseText(GetParam().code, info.reason));
    ASSERT_EQ(recorder.messages.size(), 1U);
    EXPECT_EQ(recorder.messages[0].second, "before");
  }
}

// Rule R27: the pong for an earlier ping and messages of the application precede the Close frame.
TEST(AHostileServer, GetsWhatWasQueuedBeforeTheViolation) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    client.Send(ServerFrame(0x89, "early") + ServerFrame(0x81, "go") + "\xFF" +
                ServerFrame(0x89, "late"));
    frames = client.ReadEveryFrame();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  recorder.slots.push_back(recorder.client.SignalMessage.connect(
      [&recorder](auto*, l05::Opcode, std::string_view) { recorder.client.SendText("queued"); }));
  EXPECT_EQ(recorder.UntilClosed().code, 1002);
  ASSERT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[0].payload, "early");
  EXPECT_EQ(frames[1].payload, "queued");
  EXPECT_EQ(frames[2].opcode, 8);
}

struct Lie {
  const char* name;  // a word for the test's name
  // The answer, made from the correct one.
  std::string (*answer)(std::string correct);
  const char* complaint;  // part of the close signal's text
};

void PrintTo(const Lie& lie, std::ostream* out) {
  *out << lie.name;
}

std::string Without(std::string text, const std::string& part, const std::string& instead) {
  return text.replace(text.find(part), part.size(), instead);
}

class LyingServer : public ::testing::TestWithParam<Lie> {};

// Rules R5 to R8, defects B19 to B24: the article believes every one of these.
INSTANTIATE_TEST_SUITE_P(
    Handshakes, LyingServer,
    ::testing::Values(
        Lie{"OnlyTheStatusLineAndTheEnd",
            [](std::string) { return "HTTP/1.1 101 Switching Protocols\r\n"s; }, "closed"},
        Lie{"WrongAccept", [](std::string s) { return Without(s, "Accept: ", "Accept: x"); },
            "Accept"},
        Lie{"NoUpgrade", [](std::string s) { return Without(s, "Upgrade: websocket\r\n", ""); },
            "Upgrade"},
        Lie{"NoConnection", [](std::string s) { return Without(s, "Connection: ", "X-C: "); },
            "Connection"},
        Lie{"SubprotocolNotOffered",
            [](std::string s) {
              return Without(s, "\r\n\r\n", "\r\nSec-WebSocket-Protocol: x\r\n\r\n");
            },
            "subprotocol"},
        Lie{"ExtensionNotOffered",
            [](std::string s) {
              return Without(s, "\r\n\r\n",
                             "\r\nSec-WebSocket-Extensions: permessage-bzip2\r\n\r\n");
            },
            "extension"},
        Lie{"Ok200", [](std::string s) { return Without(s, "101 Switching", "200 OK"); }, "200"},
        Lie{"Redirection",
            [](std::string) {
              return "HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"s;
            },
            "301"},
        Lie{"Unauthorised",
            [](std::string) {
              return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\nwho?"s;
            },
            "401"},
        Lie{"AnotherProtocol", [](std::string) { return "SSH-2.0-OpenSSH_9.2\r\n"s; }, "HTTP"},
        Lie{"EndlessHeaders",
            [](std::string) { return "HTTP/1.1 101 x\r\nX: " + std::string(20000, 'x'); }, "16384"},
        Lie{"Nothing", [](std::string) { return std::string(); }, "closed"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(LyingServer, IsFoundOutInEverySegmentation) {
  for (const Cut cut : kCuts) {
    const unsigned seed = NewSeed();
    SCOPED_TRACE("seed of the cuts: " + std::to_string(seed));
    std::string frames;
    ScriptedServer server([&frames, cut, seed](Conversation& client) {
      client.ReadRequest();
      client.SetCut(cut, seed);
      client.Send(GetParam().answer(client.Acceptance()));
      client.socket().ShutdownSend();
      frames = client.ReadSome();
    });
    Recorder recorder;
    recorder.Open(server.Url(), Options({"protoo"}));
    EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure(GetParam().complaint));
    EXPECT_EQ(recorder.opens, 0);
    ASSERT_EQ(server.Join(), "");
    EXPECT_EQ(frames, "") << "no frame without a handshake";
  }
}

TEST(AHostileServer, ThatFloodsWithPingsIsAnsweredAndCostsBoundedMemory) {
  constexpr int kPings = 20000;
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake();
    std::string flood;
    for (int i = 0; i < kPings; ++i) flood += ServerFrame(0x89, std::to_string(i));
    client.Send(flood + ServerFrame(0x88, CloseText(1000)));
    frames = client.ReadFrames();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  EXPECT_EQ(recorder.UntilClosed().code, 1000);
  ASSERT_EQ(server.Join(), "");
  ASSERT_GE(frames.size(), 2U);
  EXPECT_EQ(frames[frames.size() - 2].payload, std::to_string(kPings - 1)) << "the newest ping";
}

TEST(AHostileServer, ThatResetsDuringTheHandshakeIsReported) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Reset();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  EXPECT_EQ(recorder.UntilClosed().code, 1006);
}

TEST(AHostileServer, ThatNeverReadsItsCloseFrameIsLeftAtTheDeadline) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.Send("\xFF");
    client.ReadToEnd();  // reads, but keeps its own direction open until we close
  });
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deadlines.close = std::chrono::milliseconds(50);
  recorder.Open(server.Url(), options);
  EXPECT_EQ(recorder.UntilClosed().code, 1002);
}

}  // namespace
