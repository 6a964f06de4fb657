// permessage-deflate through the whole client (rules R11, R29 to R33).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "05_websocket/messages/deflater.h"
#include "05_websocket/messages/inflater.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using l05::Opcode;
using std::string_literals::operator""s;
using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Cut;
using ws_test::IsAbnormalClosure;
using ws_test::Message;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

const char* const kPlainAnswer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

const std::vector<std::size_t> kSizes = {0, 1, 16, 125, 126, 1000, 70000, 200000, 1000};

std::string Text(std::size_t size) {
  std::string text;
  for (unsigned i = 0; text.size() < size; ++i) text += "value " + std::to_string(i * i % 97) + ",";
  return text.substr(0, size);
}

class Deflate : public ::testing::TestWithParam<l04::BackendKind> {};
INSTANTIATE_TEST_SUITE_P(Backends, Deflate, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

// Rule R30: both ends with and without takeover, with large and small windows.
TEST_P(Deflate, EchoesThroughTheEmbeddedServerWithEveryParameter) {
  l05::LoopbackServer server(l01::Endpoint::Loopback(), GetParam());
  for (const bool forget : {false, true}) {
    for (const int bits : {8, 9, 15}) {
      Recorder recorder(GetParam());
      l05::ClientOptions options = Options();
      options.deflate = {forget, forget, bits, bits, 6, 0};
      recorder.Open(server.Url("/echo"), options);
      ASSERT_TRUE(recorder.UntilOpen());
      EXPECT_TRUE(recorder.client.compressed());
      std::vector<Message> sent;
      for (const std::size_t size : kSizes) {
        sent.emplace_back(Opcode::kText, Text(size));
        recorder.client.SendText(sent.back().second);
        sent.emplace_back(Opcode::kBinary, "\xFF" + Text(size));
        recorder.client.SendBinary(sent.back().second);
      }
      ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == sent.size(); }));
      EXPECT_EQ(recorder.messages, sent);
      recorder.client.Close();
      EXPECT_TRUE(recorder.UntilClosed().clean);
    }
  }
  EXPECT_TRUE(server.Report().problems.empty());
}

// Rule R29.
TEST(DeflateOfTheClient, IsOfferedUnlessTheCallerSaysNo) {
  for (const bool compress : {true, false}) {
    std::string request;
    ScriptedServer server([&request](Conversation& client) {
      request = client.ReadRequest();
      client.Send(client.Acceptance());
      client.ReadToEnd();
    });
    {
      Recorder recorder;
      l05::ClientOptions options = Options();
      options.compress = compress;
      recorder.Open(server.Url(), options);
      ASSERT_TRUE(recorder.UntilOpen());
      EXPECT_FALSE(recorder.client.compressed()) << "the server did not accept";
    }
    ASSERT_EQ(server.Join(), "");
    const auto offer =
        HasSubstr("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    if (compress) {
      EXPECT_THAT(request, offer);
    } else {
      EXPECT_THAT(request, Not(HasSubstr("Extensions")));
    }
  }
}

TEST(DeflateOfTheClient, RefusesBadOptionsBeforeAnythingStarts) {
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.deflate.client_max_window_bits = 16;
  std::string error;
  EXPECT_FALSE(recorder.client.Open("ws://127.0.0.1:1/", options, &error));
  EXPECT_THAT(error, HasSubstr("8 to 15 bits"));
}

TEST(DeflateOfTheClient, EndsTheHandshakeOverAnAnswerItDoesNotUnderstand) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99\r\n");
    client.ReadToEnd();
  });
  Recorder recorder;
  recorder.Open(server.Url());
  EXPECT_THAT(recorder.UntilClosed(),
              IsAbnormalClosure("server_max_window_bits is not a number from 8 to 15"));
  EXPECT_EQ(server.Join(), "");
}

// Rule R32: short messages and control frames stay as they are.
TEST(DeflateOfTheClient, CompressesLongMessagesAndNothingElse) {
  std::vector<ClientFrame> frames;
  ScriptedServer server([&frames](Conversation& client) {
    client.Handshake(kPlainAnswer);
    client.SendFrame(0x89, std::string(100, 'p'));
    frames = client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  const std::string text = Text(5000);
  recorder.client.SendText("short");
  recorder.client.SendText(text);
  recorder.client.SendPing(std::string(100, 'x'));
  recorder.client.SendText(text);
  recorder.client.Close(1000, std::string(100, 'r'));
  recorder.UntilClosed();
  ASSERT_EQ(server.Join(), "");
  l05::Inflater inflater(false);
  int compressed = 0;
  for (const ClientFrame& frame : frames) {
    EXPECT_EQ(frame.rsv1, frame.opcode == 1 && frame.payload != "short") << frame.opcode;
    if (!frame.rsv1) continue;
    ++compressed;
    EXPECT_LT(frame.payload.size(), 2500U);
    std::string message;
    const auto feed = [&](std::string_view input) {
      std::string_view piece;
      while (inflater.Next(&input, &piece) == l05::Inflater::Status::kPiece) message += piece;
    };
    feed(frame.payload);
    feed(inflater.Tail());
    ASSERT_TRUE(inflater.EndMessage());
    EXPECT_EQ(message, text);
  }
  EXPECT_EQ(compressed, 2);
}

struct BadStream {
  const char* name;    // a word for the test's name
  std::string octets;  // what the server sends
  int code;            // how the client must fail
};

void PrintTo(const BadStream& stream, std::ostream* out) {
  *out << stream.name;
}

std::string Bomb() {
  l05::Deflater deflater(9, 15, false);
  return std::string(deflater.Compress(std::string(1 << 22, 'a')));
}

std::string CompressedBadText() {
  l05::Deflater deflater(6, 15, false);
  return std::string(deflater.Compress(Text(3000) + "\xED\xA0\x80" + Text(3000)));
}

class HostileDeflate : public ::testing::TestWithParam<BadStream> {};
INSTANTIATE_TEST_SUITE_P(
    Streams, HostileDeflate,
    ::testing::Values(BadStream{"ZipBomb", ServerFrame(0xC1, Bomb()), 1009},
                      BadStream{"Corrupt", "\xC2\x04\xFF\xFF\xFF\xFF", 1007},
                      BadStream{"CutOff", "\xC2\x03\xf2\x48\xcd", 1007},
                      BadStream{"BadText", ServerFrame(0xC1, CompressedBadText()), 1007},
                      BadStream{"Rsv1OnContinuation",
                                "\x41\x03\xf2\x48\xcd\xC0\x04\xc9\xc9\x07\x00"s, 1002},
                      BadStream{"Rsv1OnPing", "\xC9\x00"s, 1002},
                      BadStream{"Rsv2", "\xA1\x00"s, 1002}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(HostileDeflate, IsFailedWithTheRightCodeInEverySegmentation) {
  for (const Cut cut : {Cut::kWhole, Cut::kOctets, Cut::kRandom}) {
    std::vector<ClientFrame> frames;
    ScriptedServer server([&frames, cut](Conversation& client) {
      client.Handshake(kPlainAnswer);
      client.SetCut(cut);
      client.Send(GetParam().octets + ServerFrame(0x89, "behind"));
      frames = client.ReadFrames();
      client.ReadToEnd();
    });
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.limits.max_inflated = 100'000;
    recorder.Open(server.Url(), options);
    EXPECT_EQ(recorder.UntilClosed().code, GetParam().code);
    EXPECT_TRUE(recorder.messages.empty());
    ASSERT_EQ(server.Join(), "");
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].payload.substr(0, 2), CloseText(GetParam().code));
  }
}

}  // namespace
