// Servers that other people wrote: npm's ws and websocket, Python's websockets, Boost.Beast. What
// two programs of the same hand agree on proves little.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "05_websocket/protoo/message.h"
#include "tests/05_websocket/support/real_peer.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/transfer.h"
#include "tests/support/patience.h"

namespace {

using l05::Opcode;
using l05::SendStatus;
using ::testing::HasSubstr;
using ws_test::Message;
using ws_test::Options;
using ws_test::RealPeer;
using ws_test::Recorder;

struct Peer {
  std::string name;                  // of the test
  std::vector<std::string> command;  // how to start it
  bool compress = false;             // it accepts permessage-deflate
};

void PrintTo(const Peer& peer, std::ostream* out) {
  *out << peer.name;
}

std::vector<Peer> AllPeers() {
  std::vector<Peer> peers;
  for (const bool compress : {false, true}) {
    const std::string how = compress ? "Compressed" : "Plain";
    peers.push_back({"Ws" + how, ws_test::NodeEcho("ws", compress), compress});
    peers.push_back({"Python" + how, ws_test::PythonEcho(compress), compress});
    peers.push_back({"Beast" + how, ws_test::BeastEcho(compress), compress});
  }
  peers.push_back({"WebSocketNode", ws_test::NodeEcho("websocket", false), false});
  return peers;
}

l05::ClientOptions PeerOptions() {
  l05::ClientOptions options = Options();
  options.limits = {};
  return options;
}

// Text with characters of one to four octets, in which every part differs from every other.
std::string MixedText(std::size_t size) {
  std::string text;
  for (int i = 0; text.size() < size; ++i)
    text += std::to_string(i) + " \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 ";
  return text;
}

std::string RandomOctets(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string octets(size, '\0');
  for (char& c : octets) c = static_cast<char>(random());
  return octets;
}

class RealPeers : public ::testing::TestWithParam<Peer> {};
INSTANTIATE_TEST_SUITE_P(All, RealPeers, ::testing::ValuesIn(AllPeers()),
                         [](const auto& tested) { return tested.param.name; });

TEST_P(RealPeers, EchoTextAndBinaryOfEverySizeAndCloseCleanly) {
  RealPeer peer(GetParam().command);
  Recorder recorder;
  bool compressed = false;
  l05::ClientOptions options = PeerOptions();
  options.log = [&compressed](const std::string& line) {
    compressed = compressed || (line.starts_with("<- HTTP") &&
                                line.find("permessage-deflate") != std::string::npos);
  };
  recorder.Open(peer.Url(), options);
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_EQ(compressed, GetParam().compress) << "whether the server accepted our offer";
  std::vector<Message> sent;
  for (const std::size_t size :
       std::vector<std::size_t>{0, 1, 125, 126, 4096, 65535, 65536, 1000000}) {
    sent.emplace_back(Opcode::kText, size == 0 ? "" : MixedText(size));
    sent.emplace_back(Opcode::kBinary, RandomOctets(size, static_cast<unsigned>(size)));
  }
  for (const auto& [opcode, payload] : sent) {
    opcode == Opcode::kText ? recorder.client.SendText(payload)
                            : recorder.client.SendBinary(payload);
  }
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == sent.size(); }));
  for (std::size_t i = 0; i < sent.size(); ++i) EXPECT_TRUE(recorder.messages[i] == sent[i]) << i;
  EXPECT_TRUE(recorder.client.Close(1000, "done"));
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1000);
  EXPECT_TRUE(info.clean) << info.what;
  EXPECT_TRUE(peer.Said("closed"));
}

TEST_P(RealPeers, KeepUpWithThousandsOfSmallMessages) {
  RealPeer peer(GetParam().command);
  Recorder recorder;
  recorder.Open(peer.Url(), PeerOptions());
  ASSERT_TRUE(recorder.UntilOpen());
  constexpr std::size_t kCount = 3000;
  for (std::size_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(recorder.client.SendText("message " + std::to_string(i)), SendStatus::kQueued);
  }
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == kCount; }));
  for (std::size_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(recorder.messages[i].second, "message " + std::to_string(i));
  }
}

TEST_P(RealPeers, AnswerAPingWithItsPayload) {
  RealPeer peer(GetParam().command);
  Recorder recorder;
  std::string pong;
  l05::ClientOptions options = PeerOptions();
  options.log = [&pong](const std::string& line) {
    if (line.starts_with("<- pong")) pong = line;
  };
  recorder.Open(peer.Url(), options);
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_TRUE(recorder.client.SendPing("are you there?"));
  EXPECT_TRUE(recorder.Until([&] { return !pong.empty(); }));
  EXPECT_THAT(pong, HasSubstr("are you there?"));
}

// Rules R18 and R27 with a real server: it learns why we left.
TEST_P(RealPeers, LearnWhyTheClientFailsTheConnection) {
  RealPeer peer(GetParam().command);
  Recorder recorder;
  l05::ClientOptions options = PeerOptions();
  options.limits.max_frame = options.limits.max_message = 1000;
  recorder.Open(peer.Url(), options);
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.SendBinary(RandomOctets(2000, 1));
  EXPECT_EQ(recorder.UntilClosed().code, 1009);
  const bool names_codes = GetParam().name.find("Beast") == std::string::npos;
  EXPECT_TRUE(peer.Said(names_codes ? "closed 1009" : "closed"));
}

TEST(Ws, SeesTheRequestThatWasMeant) {
  RealPeer peer(ws_test::NodeEcho("ws", false));
  Recorder recorder;
  l05::ClientOptions options = Options({"chat", "superchat"});
  options.handshake.headers = {{"X-Test", "yes"}, {"Cookie", "a=b"}};
  options.handshake.origin = "http://example.com";
  recorder.Open(peer.Url("/request"), options);
  ASSERT_TRUE(recorder.Until([&] { return !recorder.messages.empty(); }));
  EXPECT_EQ(recorder.client.subprotocol(), "chat");
  const l05::Json request = l05::Json::parse(recorder.messages[0].second);
  EXPECT_EQ(request["headers"]["host"], peer.address());
  EXPECT_EQ(request["headers"]["x-test"], "yes");
  EXPECT_EQ(request["headers"]["cookie"], "a=b");
  EXPECT_EQ(request["headers"]["origin"], "http://example.com");
}

TEST(Ws, ClosesWithACodeOfItsOwn) {
  for (const char* library : {"ws", "websocket"}) {
    RealPeer peer(ws_test::NodeEcho(library, false));
    Recorder recorder;
    recorder.Open(peer.Url("/leave"));
    ASSERT_TRUE(recorder.UntilOpen());
    recorder.client.SendText("last");
    const l05::CloseInfo info = recorder.UntilClosed();
    EXPECT_EQ(info.code, 4001);
    EXPECT_EQ(info.reason, "enough");
    EXPECT_TRUE(info.clean);
    ASSERT_EQ(recorder.messages.size(), 1U);
  }
}

class SlowTransfer : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Ws, SlowTransfer, ::testing::Bool(), [](const auto& tested) {
  return std::string(tested.param ? "Compressed" : "Plain");
});

// Less where it would only take longer: ThreadSanitizer slows every access down, and zlib takes its
// time to find out that random octets cannot be compressed.
std::size_t OctetsToMove(bool compressed) {
  constexpr std::size_t kMebi = 1024 * 1024;
  return compressed ? 10 * kMebi : test_support::Scaled(100 * kMebi, 10 * kMebi);
}

TEST_P(SlowTransfer, MovesEveryOctetEachWay) {
  const std::size_t total = OctetsToMove(GetParam());
  RealPeer peer(ws_test::NodeEcho("ws", GetParam()));
  ws_test::Transfer transfer(peer.Url("/slow"), total, PeerOptions());
  EXPECT_TRUE(transfer.Run().clean);
  EXPECT_EQ(transfer.received(), total);
  EXPECT_FALSE(transfer.differs());
  EXPECT_GT(transfer.pauses(), 0);
}

}  // namespace
