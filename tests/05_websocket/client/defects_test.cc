// Defects of the article's client that no other test of this folder meets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/patience.h"

namespace {

using l05::Opcode;
using ::testing::Each;
using ::testing::Le;
using ::testing::SizeIs;
using ws_test::Conversation;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

// Defect B16: the article ignores what Send says about the handshake. This one is larger than what
// the system takes at once.
TEST(Defects, ALongRequestIsSentWhole) {
  const std::string cookie(test_support::Scaled(3'000'000, 500'000), 'c');
  std::string request;
  ScriptedServer server([&request](Conversation& client) {
    request = client.ReadRequest();
    client.Send(client.Acceptance());
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.send_buffer = 16 * 1024;
    options.handshake.headers.push_back({"Cookie", cookie});
    recorder.Open(server.Url(), options);
    ASSERT_TRUE(recorder.UntilOpen());
  }
  ASSERT_EQ(server.Join(), "");
  EXPECT_NE(request.find("\r\nCookie: " + cookie + "\r\n\r\n"), std::string::npos);
}

// Defects B26 and B50: the article logs binary payloads as C strings, and whole.
TEST(Defects, ALogLineIsShortWhateverThePayload) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.Send(ServerFrame(0x02, std::string(70'000, '\xFF')) + ServerFrame(0x80, "\x01\x02") +
                ServerFrame(0x81, std::string(70'000, 'x')) + ServerFrame(0x88, ""));
    client.ReadFrames();
  });
  std::vector<std::string> frames;
  Recorder recorder;
  l05::ClientOptions options = Options();
  options.log = [&frames](const std::string& line) {
    if (line.find("octets") != std::string::npos) frames.push_back(line);
  };
  recorder.Open(server.Url(), options);
  recorder.UntilClosed();
  EXPECT_EQ(recorder.messages.size(), 2U);
  EXPECT_GE(frames.size(), 2U);
  EXPECT_THAT(frames, Each(SizeIs(Le(400U))));
  EXPECT_EQ(server.Join(), "");
}

// Defects B37 and B40: the article forges a write event twice a second, and each one sends a new
// request.
TEST(Defects, AnOpenConnectionSendsNothingByItself) {
  bool something = true;
  std::atomic<bool> looked = false;
  ScriptedServer server([&something, &looked](Conversation& client) {
    client.Handshake();
    EXPECT_TRUE(client.StaysSilent(600)) << "the article's client sends twice a second";
    looked = true;
    EXPECT_EQ(client.ReadFrame().payload, "the only message");
    something = client.HasSomething();
    client.SendFrame(0x88, "");
    EXPECT_EQ(client.ReadFrame().opcode, 8);
  });
  Recorder recorder;
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  while (!looked) recorder.loop.Wait(1, true);
  recorder.client.SendText("the only message");
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(server.Join(), "");
  EXPECT_FALSE(something);
}

// Defect B46: the article's "connected" means that a text message came.
TEST(Defects, OpenIsSignalledOnceAndBeforeTheFirstMessage) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send(client.Acceptance() + ServerFrame(0x81, "a") + ServerFrame(0x81, "b") +
                ServerFrame(0x88, ""));
    client.ReadFrames();
  });
  Recorder recorder;
  std::vector<int> opens_at_message;
  const l04::Connection slot = recorder.client.SignalMessage.connect(
      [&](auto*, Opcode, std::string_view) { opens_at_message.push_back(recorder.opens); });
  recorder.Open(server.Url());
  recorder.UntilClosed();
  EXPECT_EQ(opens_at_message, (std::vector<int>{1, 1}));
  EXPECT_EQ(recorder.opens, 1);
  EXPECT_EQ(server.Join(), "");
}

// Rule R25 and defect B48: other threads reach the client through the loop's queue.
TEST(Defects, OtherThreadsSendThroughTheLoop) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kMessages = 100;
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&recorder] {
      for (std::size_t k = 0; k < kMessages; ++k) {
        recorder.loop.Post([&recorder] { recorder.client.SendText("from another thread"); });
      }
    });
  }
  EXPECT_TRUE(recorder.Until([&] { return recorder.messages.size() == kThreads * kMessages; }));
  for (std::thread& thread : threads) thread.join();
  recorder.client.Close();
  EXPECT_TRUE(recorder.UntilClosed().clean);
}

}  // namespace
