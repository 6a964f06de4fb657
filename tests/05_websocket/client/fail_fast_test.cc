// What the strict fuzzing servers ask of a client that echoes: the cases in which the moment or the
// order of an answer counts. The numbers are those of Autobahn's list.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "05_websocket/messages/deflater.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/patience.h"

namespace {

using l05::Opcode;
using std::string_literals::operator""s;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Cut;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

const char* const kDeflateLine = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

// Sends every message back, as a fuzzing server expects, and takes the largest ones.
class EchoClient : public Recorder {
 public:
  explicit EchoClient(const ScriptedServer& server) {
    slots.push_back(client.SignalMessage.connect([this](auto*, Opcode opcode, auto payload) {
      opcode == Opcode::kText ? client.SendText(payload) : client.SendBinary(payload);
    }));
    l05::ClientOptions options = Options();
    options.limits = {1U << 30, 1U << 30, 1U << 30};
    options.high_water = std::size_t{1} << 30;
    Open(server.Url(), options);
  }
};

// Rule R15 and Autobahn 6.4: each stream stops behind its first impossible octet, in the middle of
// a message or even of a frame. The rest never comes, so only a client that fails at once fails.
struct Unfinished {
  const char* name;    // Autobahn's number and what it is
  std::string octets;  // up to the first impossible octet
};

void PrintTo(const Unfinished& stream, std::ostream* out) {
  *out << stream.name;
}

const std::string kGood = "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5";

// A compressed frame, cut at about half: its bad octet is inside, its end is not.
std::string HalfOfACompressedFrame() {
  l05::Deflater deflater(1, 15, false);
  std::string text = kGood + "\xF4\x90";
  for (unsigned i = 0; i < 4000; ++i) text += std::to_string(i * i * 7919);
  const std::string frame = ServerFrame(0xC1, std::string(deflater.Compress(text)));
  return frame.substr(0, frame.size() / 2);
}

class FailsFast : public ::testing::TestWithParam<Unfinished> {};
INSTANTIATE_TEST_SUITE_P(
    Streams, FailsFast,
    ::testing::Values(
        Unfinished{"Case641BadFragment",
                   ServerFrame(0x01, kGood) + ServerFrame(0x00, "\xF4\x90\x80\x80")},
        Unfinished{"Case642BadCharacterOverTwoFragments",
                   ServerFrame(0x01, kGood + "\xF4") + ServerFrame(0x00, "\x90")},
        Unfinished{"Case643BadPartOfAFrame", "\x81\x7E\x10\x00"s + kGood + "\xF4\x90\x80\x80"},
        Unfinished{"Case644BadOctetOfAFrame", "\x81\x7E\x10\x00"s + kGood + "\xF4\x90"},
        Unfinished{"SurrogateInAFrame", "\x81\x7E\x10\x00"s + kGood + "\xED\xA0"},
        Unfinished{"CompressedFrame", HalfOfACompressedFrame()}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(FailsFast, AtTheFirstImpossibleOctet) {
  for (const Cut cut : {Cut::kWhole, Cut::kOctets, Cut::kRandom}) {
    std::vector<ClientFrame> frames;
    ScriptedServer server([&](Conversation& client) {
      client.Handshake(kDeflateLine);
      client.SetCut(cut);
      client.Send(GetParam().octets);
      frames =
          client.ReadEveryFrame();  // nothing more is sent: a patient client would wait for ever
    });
    EchoClient client(server);
    EXPECT_EQ(client.UntilClosed().code, 1007);
    ASSERT_EQ(server.Join(), "");
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].opcode, 8);
  }
}

// One line per frame: opcode and payload; a Close frame with its code.
std::vector<std::string> Lines(const std::vector<ClientFrame>& frames) {
  std::vector<std::string> lines;
  for (const ClientFrame& frame : frames) {
    std::string text = frame.payload;
    if (frame.opcode == 8 && text.size() >= 2) {
      const int code = (text[0] & 0xFF) << 8 | (text[1] & 0xFF);
      text = std::to_string(code);
    }
    lines.push_back(std::to_string(frame.opcode) + " " + text);
  }
  return lines;
}

struct Exchange {
  const char* name;                 // Autobahn's number and what it is
  std::string octets;               // what the server sends
  std::vector<std::string> answer;  // what the client sends, in order
  bool clean;                       // how the connection ends
};

void PrintTo(const Exchange& exchange, std::ostream* out) {
  *out << exchange.name;
}

std::string Close(int code = 1000) {
  return ServerFrame(0x88, CloseText(code));
}

std::string Pings(int count) {
  std::string octets;
  for (int i = 0; i < count; ++i) octets += ServerFrame(0x89, std::to_string(i));
  return octets;
}

std::vector<std::string> PongsAndClose(int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) lines.push_back("10 " + std::to_string(i));
  lines.emplace_back("8 1000");
  return lines;
}

class Exchanges : public ::testing::TestWithParam<Exchange> {};
INSTANTIATE_TEST_SUITE_P(
    Cases, Exchanges,
    ::testing::Values(
        // Rules R13 and R17.
        Exchange{"Case2_4_BinaryPing",
                 ServerFrame(0x89, "\x00\xFF\xFE"s) + Close(),
                 {"10 \x00\xFF\xFE"s, "8 1000"},
                 true},
        Exchange{"Case2_3_LongestPing",
                 ServerFrame(0x89, std::string(125, '*')) + Close(),
                 {"10 " + std::string(125, '*'), "8 1000"},
                 true},
        Exchange{"Case2_7_UnsolicitedPongs",
                 ServerFrame(0x8A, "") + ServerFrame(0x8A, "x") + ServerFrame(0x89, "p") + Close(),
                 {"10 p", "8 1000"},
                 true},
        Exchange{"Case2_10_TenPings", Pings(10) + Close(), PongsAndClose(10), true},
        Exchange{"Case5_6_PingBetweenFragments",
                 ServerFrame(0x01, "fragment1") + ServerFrame(0x89, "ping") +
                     ServerFrame(0x80, "fragment2") + Close(),
                 {"10 ping", "1 fragment1fragment2", "8 1000"},
                 true},
        // Rule R14 and defect B33; what was complete before is answered.
        Exchange{"Case5_15_OrphanBehindAMessage",
                 ServerFrame(0x01, "fragment1") + ServerFrame(0x80, "fragment2") +
                     ServerFrame(0x00, "orphan") + Close(),
                 {"1 fragment1fragment2", "8 1002"},
                 false},
        Exchange{"Case5_18_NewMessageInside",
                 ServerFrame(0x01, "fragment1") + ServerFrame(0x81, "new") + Close(),
                 {"8 1002"},
                 false},
        // Rule R11: an echo goes out before the broken frame is judged.
        Exchange{"Case3_2_Rsv2BehindAMessage",
                 ServerFrame(0x81, "hello") + ServerFrame(0xA1, "world") + Close(),
                 {"1 hello", "8 1002"},
                 false},
        Exchange{"Case4_1_3_UnknownOpcode",
                 ServerFrame(0x81, "hello") + ServerFrame(0x85, "") + Close(),
                 {"1 hello", "8 1002"},
                 false},
        // Rules R16, R21 and defect B35: after the Close frame nothing counts.
        Exchange{"Case7_1_1_MessageThenClose",
                 ServerFrame(0x81, "hello") + Close(),
                 {"1 hello", "8 1000"},
                 true},
        Exchange{"Case7_1_2_TwoCloses", Close() + Close(), {"8 1000"}, true},
        Exchange{"Case7_1_3_PingAfterClose", Close() + Pings(1), {"8 1000"}, true},
        Exchange{"Case7_1_4_TextAfterClose", Close() + ServerFrame(0x81, "late"), {"8 1000"}, true},
        Exchange{"Case7_1_5_CloseInsideAMessage",
                 ServerFrame(0x01, "fragment1") + Close() + ServerFrame(0x80, "fragment2"),
                 {"8 1000"},
                 true},
        Exchange{"Case7_3_1_EmptyClose", ServerFrame(0x88, ""), {"8 "}, true},
        Exchange{"Case7_3_2_CloseOfOneOctet", ServerFrame(0x88, "a"), {"8 1002"}, false},
        Exchange{"Case7_3_5_LongestReason",
                 ServerFrame(0x88, CloseText(1000, std::string(123, 'r'))),
                 {"8 1000"},
                 true},
        Exchange{"Case7_3_6_ReasonTooLong",
                 ServerFrame(0x88, CloseText(1000, std::string(124, 'r'))),
                 {"8 1002"},
                 false},
        Exchange{"Case7_5_1_BadReason",
                 ServerFrame(0x88, CloseText(1000, "\xCE\xBA\xED\xA0\x80")),
                 {"8 1007"},
                 false}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(Exchanges, AreAnsweredInOrderInEverySegmentation) {
  for (const Cut cut : {Cut::kWhole, Cut::kOctets, Cut::kRandom}) {
    std::vector<ClientFrame> frames;
    ScriptedServer server([&](Conversation& client) {
      client.Handshake();
      client.SetCut(cut);
      client.Send(GetParam().octets);
      frames = client.ReadFrames();
      // Nothing may follow the Close frame but the end, which a failed connection ends with.
      if (client.HasSomething()) {
        EXPECT_EQ(client.ReadSome(), "");
      }
    });
    EchoClient client(server);
    EXPECT_EQ(client.UntilClosed().clean, GetParam().clean);
    ASSERT_EQ(server.Join(), "");
    EXPECT_EQ(Lines(frames), GetParam().answer);
  }
}

// Rule R16, Autobahn 7.7 and 7.9: which codes are answered and which break the protocol.
TEST(CloseCodes, AreAnsweredOrRefused) {
  const std::vector<int> legal = {1000, 1001, 1002, 1003, 1007, 1008, 1009,
                                  1010, 1011, 3000, 3999, 4000, 4999};
  const std::vector<int> illegal = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535};
  for (const bool good : {true, false}) {
    for (const int code : good ? legal : illegal) {
      std::vector<ClientFrame> frames;
      ScriptedServer server([&](Conversation& client) {
        client.Handshake();
        client.Send(Close(code));
        frames = client.ReadFrames();
      });
      EchoClient client(server);
      EXPECT_EQ(client.UntilClosed().clean, good) << code;
      ASSERT_EQ(server.Join(), "");
      EXPECT_EQ(Lines(frames), std::vector{"8 " + std::to_string(good ? code : 1002)}) << code;
    }
  }
}

// Rules R18, R20 and R24, Autobahn 9: 16 MiB (under TSan less) in one frame, in frames of 64
// KiB, and compressed.
TEST(LargeMessages, AreEchoedWhole) {
  const std::size_t size = test_support::Scaled(std::size_t{16} << 20);
  std::string text;
  while (text.size() < size) text += "*\xC3\xA9" + std::to_string(text.size() % 7919);
  const auto fragments = [&text] {
    std::string octets;
    for (std::size_t at = 0; at < text.size(); at += 65536) {
      const bool last = at + 65536 >= text.size();
      octets += ServerFrame((last ? 0x80 : 0) | (at == 0 ? 1 : 0), text.substr(at, 65536));
    }
    return octets;
  };
  l05::Deflater deflater(1, 15, false);
  const std::vector<std::string> streams = {
      ServerFrame(0x81, text), fragments(),
      ServerFrame(0xC1, std::string(deflater.Compress(text)))};
  for (const std::string& stream : streams) {
    bool same = false;
    ScriptedServer server([&](Conversation& client) {
      const bool compressed = stream[0] == '\xC1';
      client.Handshake(compressed ? kDeflateLine : "");
      client.Send(stream);
      const ClientFrame echo = client.ReadFrame();
      same = compressed ? echo.rsv1 && echo.payload.size() < text.size() : echo.payload == text;
      client.Send(Close());
      client.ReadFrames();
    });
    EchoClient client(server);
    EXPECT_TRUE(client.UntilClosed().clean);
    ASSERT_EQ(server.Join(), "");
    ASSERT_EQ(client.messages.size(), 1U);
    EXPECT_TRUE(client.messages[0].second == text);
    EXPECT_TRUE(same);
  }
}

}  // namespace
