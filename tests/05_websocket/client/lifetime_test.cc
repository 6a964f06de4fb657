// A handler may do everything: close, open again, destroy the client. Rules R28 and R39.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "05_websocket/loopback/server.h"
#include "support/latch.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/wait.h"

namespace {

using l05::WebSocketClient;
using State = WebSocketClient::State;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;

// A client that a handler can destroy.
struct Mortal {
  l04::PhysicalSocketServer loop;
  std::unique_ptr<WebSocketClient> client = std::make_unique<WebSocketClient>(loop);
  l04::Connection slot;

  void Open(const std::string& url) {
    std::string error;
    ASSERT_TRUE(client->Open(url, Options(), &error)) << error;
  }
  bool UntilDead() {
    test_support::WaitUntil([this] {
      if (client) loop.Wait(1, true);
      return !client;
    });
    for (int turn = 0; turn < 5; ++turn) loop.Wait(1, true);
    return client == nullptr;
  }
};

TEST(Lifetime, TheClientMayBeDestroyedInItsOpenHandler) {
  l05::LoopbackServer server;
  Mortal mortal;
  mortal.slot = mortal.client->SignalOpen.connect([&](auto*) { mortal.client.reset(); });
  mortal.Open(server.Url("/echo"));
  EXPECT_TRUE(mortal.UntilDead());
}

TEST(Lifetime, TheClientMayBeDestroyedInItsMessageHandler) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.Send(ServerFrame(0x81, "one") + ServerFrame(0x81, "two") + ServerFrame(0x89, "p"));
    client.ReadToEnd();
  });
  Mortal mortal;
  int messages = 0;
  mortal.slot = mortal.client->SignalMessage.connect([&](auto*, l05::Opcode, std::string_view) {
    ++messages;
    mortal.client.reset();
  });
  mortal.Open(server.Url());
  EXPECT_TRUE(mortal.UntilDead());
  EXPECT_EQ(messages, 1);
}

TEST(Lifetime, TheClientMayBeDestroyedInItsCloseHandler) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  Mortal mortal;
  mortal.slot = mortal.client->SignalClose.connect(
      [&](auto*, const l05::CloseInfo&) { mortal.client.reset(); });
  mortal.Open(server.Url());
  EXPECT_TRUE(mortal.UntilDead());
}

TEST(Lifetime, TheClientMayBeDestroyedWhenTheConnectionIsRefused) {
  l01::WinsockSession winsock;
  std::uint16_t port = 0;
  {
    const l01::Socket taken = l01::ListenOn(l01::Endpoint::Loopback());
    port = taken.LocalEndpoint().port();
  }
  Mortal mortal;
  mortal.slot = mortal.client->SignalClose.connect(
      [&](auto*, const l05::CloseInfo&) { mortal.client.reset(); });
  mortal.Open("ws://127.0.0.1:" + std::to_string(port) + "/");
  EXPECT_TRUE(mortal.UntilDead());
}

TEST(Lifetime, TheClientMayBeDestroyedInItsWritableHandler) {
  // A server that reads at once may be faster than the client: then nothing is ever full.
  support::Latch full(1);
  ScriptedServer server([&full](Conversation& client) {
    client.Handshake();
    full.wait();
    client.ReadToEnd();
  });
  Mortal mortal;
  mortal.slot = mortal.client->SignalWritable.connect([&](auto*) { mortal.client.reset(); });
  l05::ClientOptions options = Options();
  options.high_water = 100000;
  std::string error;
  ASSERT_TRUE(mortal.client->Open(server.Url(), options, &error)) << error;
  while (mortal.client->state() != State::kConnected) mortal.loop.Wait(1, true);
  while (mortal.client->SendBinary(std::string(90000, 'x')) != l05::SendStatus::kFull) {
  }
  full.count_down();
  EXPECT_TRUE(mortal.UntilDead());
}

TEST(Lifetime, TheClientMayBeDestroyedInEveryState) {
  for (const State state :
       {State::kConnecting, State::kHandshake, State::kConnected, State::kClosing}) {
    ScriptedServer server([state](Conversation& client) {
      if (state == State::kConnected || state == State::kClosing) client.Handshake();
      client.ReadToEnd();
    });
    Recorder recorder;
    {
      WebSocketClient client(recorder.loop);
      std::string error;
      ASSERT_TRUE(client.Open(server.Url(), Options(), &error)) << error;
      const State reached = state == State::kClosing ? State::kConnected : state;
      while (client.state() != reached) recorder.loop.Wait(1, true);
      if (state == State::kClosing) client.Close();
      if (state == State::kConnecting) recorder.loop.Wait(1, true);
    }
    recorder.Settle();
  }
}

TEST(Lifetime, TheClientMayBeDestroyedWhileItsNameIsLookedUp) {
  for (int round = 0; round < 20; ++round) {
    l04::PhysicalSocketServer loop;
    WebSocketClient client(loop);
    std::string error;
    ASSERT_TRUE(client.Open("ws://localhost:9/", Options(), &error)) << error;
    if (round % 2 == 0) loop.Wait(1, true);
  }
}

TEST(Lifetime, AHandlerMayCloseTheConnection) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.Send(ServerFrame(0x81, "close me") + ServerFrame(0x81, "still delivered"));
    client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
  });
  Recorder recorder;
  recorder.slots.push_back(recorder.client.SignalMessage.connect(
      [&recorder](auto*, l05::Opcode, std::string_view) { recorder.client.Close(); }));
  recorder.Open(server.Url());
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(recorder.messages.size(), 2U);
}

TEST(Lifetime, TheCloseHandlerMayOpenTheNextConnection) {
  l05::LoopbackServer server;
  Recorder recorder;
  int reopened = 0;
  recorder.slots.push_back(
      recorder.client.SignalClose.connect([&](WebSocketClient* client, const l05::CloseInfo&) {
        if (reopened++ > 0) return;
        std::string error;
        EXPECT_TRUE(client->Open(server.Url("/echo"), Options(), &error)) << error;
      }));
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  ASSERT_TRUE(recorder.Until([&] { return recorder.opens == 2; }));
  recorder.client.Close();
  EXPECT_TRUE(recorder.Until([&] { return recorder.closes.size() == 2; }));
}

// The one-shot read event as a brake: nothing is read while the application does not want it.
TEST(Pausing, StopsDeliveryAndLosesNothing) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < 5; ++i) client.SendFrame(0x81, std::to_string(i));
    client.ReadFrame();
    for (int i = 5; i < 10; ++i) client.SendFrame(0x81, std::to_string(i));
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  Recorder recorder;
  recorder.slots.push_back(recorder.client.SignalMessage.connect(
      [&recorder](auto*, l05::Opcode, std::string_view) { recorder.client.PauseReading(); }));
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 1; }));
  recorder.client.SendText("go on");
  recorder.Settle();
  EXPECT_EQ(recorder.messages.size(), 1U);
  for (std::size_t i = 2; i <= 10; ++i) {
    recorder.client.ResumeReading();
    ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == i; })) << i;
    recorder.Settle();
    ASSERT_EQ(recorder.messages.size(), i);
  }
  recorder.client.ResumeReading();
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(recorder.messages[9].second, "9");
}

TEST(Pausing, HoldsTheCloseSignalBackUntilTheMessagesAreDelivered) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.Send(ServerFrame(0x81, "one") + ServerFrame(0x81, "two"));
  });
  Recorder recorder;
  recorder.slots.push_back(recorder.client.SignalMessage.connect(
      [&recorder](auto*, l05::Opcode, std::string_view) { recorder.client.PauseReading(); }));
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 1; }));
  EXPECT_EQ(server.Join(), "");  // the server has closed
  recorder.Settle();
  EXPECT_TRUE(recorder.closes.empty());
  recorder.client.ResumeReading();
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 2; }));
  recorder.Settle();
  EXPECT_TRUE(recorder.closes.empty());
  recorder.client.ResumeReading();
  EXPECT_EQ(recorder.UntilClosed().code, 1006);
}

}  // namespace
