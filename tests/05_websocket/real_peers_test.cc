// Servers that other people wrote: npm's ws and websocket, Python's websockets, Boost.Beast. What
// two programs of the same hand agree on proves little.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "tests/05_websocket/real_peer.h"
#include "tests/05_websocket/recorder.h"

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
  for (const std::size_t size : {0, 1, 125, 126, 4096, 65535, 65536, 1000000}) {
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

// Issue 7: 100 MiB each way, octet for octet, through a server that reads slowly and a client that
// stops reading again and again.
class Transfer {
 public:
  Transfer(const std::string& url, std::size_t total, const l05::ClientOptions& options)
      : total_(total) {
    recorder_.slots.clear();  // nothing is recorded: what comes is compared and forgotten
    slots_.push_back(recorder_.client.SignalOpen.connect([this](auto*) { SendMore(); }));
    slots_.push_back(recorder_.client.SignalWritable.connect([this](auto*) { SendMore(); }));
    slots_.push_back(recorder_.client.SignalMessage.connect(
        [this](auto*, Opcode, std::string_view payload) { Compare(payload); }));
    slots_.push_back(recorder_.client.SignalClose.connect(
        [this](auto*, const l05::CloseInfo& info) { end_ = info; }));
    recorder_.Open(url, options);
  }

  // Returns how the connection ended.
  l05::CloseInfo Run() {
    EXPECT_TRUE(recorder_.Until([this] { return end_ || received_ == total_ || differs_; },
                                std::chrono::minutes(2)));
    EXPECT_FALSE(end_) << end_->what;
    recorder_.client.ResumeReading();
    recorder_.client.Close();
    EXPECT_TRUE(recorder_.Until([this] { return end_.has_value(); }));
    return end_.value_or(l05::CloseInfo());
  }

  std::size_t received() const { return received_; }
  bool differs() const { return differs_; }
  int pauses() const { return pauses_; }

 private:
  static constexpr std::size_t kMessage = 100'000;

  // Every octet depends on its place in the whole transfer.
  static void Fill(std::size_t from, std::string* payload) {
    std::mt19937_64 random(from);
    for (char& c : *payload) c = static_cast<char>(random());
  }

  void SendMore() {
    while (sent_ < total_) {
      std::string payload(std::min(kMessage, total_ - sent_), '\0');
      Fill(sent_, &payload);
      const SendStatus status = recorder_.client.SendBinary(payload);
      if (status != SendStatus::kQueued && status != SendStatus::kFull) return;
      sent_ += payload.size();
      if (status == SendStatus::kFull) return;
    }
  }

  void Compare(std::string_view payload) {
    std::string expected(payload.size(), '\0');
    Fill(received_, &expected);
    differs_ = differs_ || payload != expected;
    received_ += payload.size();
    if (received_ / kMessage % 50 != 0) return;
    ++pauses_;
    recorder_.client.PauseReading();
    resume_ = recorder_.loop.CallAfter(std::chrono::milliseconds(5),
                                       [this] { recorder_.client.ResumeReading(); });
  }

  const std::size_t total_;             // octets each way
  Recorder recorder_;                   // loop and client
  std::size_t sent_ = 0;                // octets that the client took
  std::size_t received_ = 0;            // octets that came back
  bool differs_ = false;                // an octet was wrong
  int pauses_ = 0;                      // how often reading stopped
  std::optional<l05::CloseInfo> end_;   // the end
  l04::Timer resume_;                   // goes on reading
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

class SlowTransfer : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Ws, SlowTransfer, ::testing::Bool(), [](const auto& tested) {
  return std::string(tested.param ? "Compressed" : "Plain");
});

TEST_P(SlowTransfer, MovesEveryOctetEachWay) {
  // Random octets grow when they are compressed, and zlib takes its time to find that out.
  const std::size_t total = (GetParam() ? 10UL : 100UL) * 1024 * 1024;
  RealPeer peer(ws_test::NodeEcho("ws", GetParam()));
  Transfer transfer(peer.Url("/slow"), total, PeerOptions());
  EXPECT_TRUE(transfer.Run().clean);
  EXPECT_EQ(transfer.received(), total);
  EXPECT_FALSE(transfer.differs());
  EXPECT_GT(transfer.pauses(), 0);
}

}  // namespace
