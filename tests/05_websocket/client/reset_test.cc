// A reset while the application does not read: what had come before it is not lost.
#include <gtest/gtest.h>

#include <string>

#include "04_dispatcher/loop/backend.h"
#include "05_websocket/client/delivery.h"
#include "support/latch.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/05_websocket/support/tls_server.h"
#include "tests/support/wait.h"

namespace {

using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::ServerFrame;
using ws_test::TlsConversation;

constexpr int kMessages = 40;  // of a thousand octets: all of them fit into the system's buffer

class ResetWhilePaused : public ::testing::TestWithParam<l04::BackendKind> {
 protected:
  // The first message makes the client pause, the others and a Close frame stay in its socket.
  void Talk(Conversation& client) {
    client.Handshake();
    client.SendFrame(0x81, "pause");
    paused_.wait();
    std::string all;
    for (int i = 0; i < kMessages; ++i) all += ServerFrame(0x81, std::string(1000, 'x'));
    client.Send(all + ServerFrame(0x88, CloseText(1000, "all said")));
    // What has not arrived there when the connection breaks never will.
    EXPECT_TRUE(test_support::WaitUntil([&client] {
      const auto delivery = l05::AskForDelivery(static_cast<l04::Handle>(client.socket().native()));
      return delivery && delivery->unacknowledged == 0;
    }));
  }
  void Run(ScriptedServer& server, const std::string& url, const l05::ClientOptions& options) {
    Recorder recorder(GetParam());
    recorder.slots.push_back(recorder.client.SignalMessage.connect(
        [&recorder](auto*, l05::Opcode, std::string_view) { recorder.client.PauseReading(); }));
    recorder.Open(url, options);
    ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 1; }));
    paused_.count_down();
    EXPECT_EQ(server.Join(), "");  // it has broken the connection
    recorder.Settle();
    EXPECT_TRUE(recorder.closes.empty());
    for (std::size_t i = 2; i <= kMessages + 1; ++i) {
      recorder.client.ResumeReading();
      ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == i; })) << i;
    }
    recorder.client.ResumeReading();
    const l05::CloseInfo end = recorder.UntilClosed();
    EXPECT_EQ(end.code, 1000) << end.what;
    EXPECT_EQ(end.reason, "all said");
    EXPECT_TRUE(end.clean) << "a reset behind the Close frame means only that the server hurried";
  }

  support::Latch paused_{1};
};
INSTANTIATE_TEST_SUITE_P(Backends, ResetWhilePaused, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

TEST_P(ResetWhilePaused, LosesNoMessageAndNoCloseFrame) {
  ScriptedServer server([this](Conversation& client) {
    Talk(client);
    client.Reset();
  });
  Run(server, server.Url(), Options());
}

TEST_P(ResetWhilePaused, LosesNothingBehindTlsEither) {
  ws_test::Authority authority;
  const ws_test::Identity identity = authority.Issue("IP:127.0.0.1");
  ScriptedServer server([&](Conversation& tcp) {
    TlsConversation client(tcp, identity);
    ASSERT_TRUE(client.Accept());
    Talk(client);
    client.Reset();
  });
  l05::ClientOptions options = Options();
  options.tls.ca_file = authority.WriteCaFile();
  Run(server, "wss" + server.Url().substr(2), options);
}

}  // namespace
