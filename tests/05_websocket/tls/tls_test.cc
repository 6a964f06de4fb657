// wss: rules R34 and R35 and defect B43, against OpenSSL's own server side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "05_websocket/tls/engine.h"
#include "support/latch.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/05_websocket/support/tls_server.h"

namespace {

using l05::Opcode;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ws_test::Authority;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Identity;
using ws_test::IsAbnormalClosure;
using ws_test::Message;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;
using ws_test::TlsConversation;

const std::vector<std::size_t> kSizes = {0, 5, 125, 16384, 65536, 70000, 1'000'000};

class Wss : public ::testing::TestWithParam<l04::BackendKind> {
 protected:
  // Options that trust the authority of this test, without compression: sizes must be exact.
  l05::ClientOptions Trusting() const {
    l05::ClientOptions options = Options();
    options.compress = false;
    options.tls.ca_file = ca_file_;
    return options;
  }

  static std::string Url(const ScriptedServer& server, const std::string& host = "127.0.0.1") {
    const std::string url = server.Url();
    return "wss://" + host + url.substr(url.rfind(':'));
  }

  // Expects that a client which trusts us refuses this server, and returns its reason.
  std::string Refusal(const Identity& identity, const std::string& host = "127.0.0.1",
                      std::optional<l05::TlsOptions> tls = std::nullopt) {
    bool accepted = true;
    std::string request;
    ScriptedServer server([&](Conversation& tcp) {
      TlsConversation client(tcp, identity);
      // In TLS 1.3 the server learns of the client's refusal only when it reads.
      accepted = client.Accept();
      if (accepted) request = client.ReadSome();
    });
    Recorder recorder(GetParam());
    l05::ClientOptions options = Trusting();
    if (tls) options.tls = *tls;
    recorder.Open(Url(server, host), options);
    const l05::CloseInfo info = recorder.UntilClosed();
    EXPECT_EQ(recorder.opens, 0);
    EXPECT_EQ(info.code, 1006);
    EXPECT_FALSE(info.clean);
    EXPECT_EQ(server.Join(), "");
    EXPECT_EQ(request, "") << "nothing may travel to a server that did not prove its name";
    return info.what;
  }

  Authority authority_;
  const std::string ca_file_ = authority_.WriteCaFile();
  const Identity here_ = authority_.Issue("IP:127.0.0.1,DNS:localhost");
};
INSTANTIATE_TEST_SUITE_P(Backends, Wss, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

// An echo that ends with the client's Close frame, and with a close_notify of both sides.
void Echo(TlsConversation& client) {
  ASSERT_TRUE(client.Accept());
  client.Handshake();
  for (;;) {
    const ClientFrame frame = client.ReadFrame();
    if (frame.opcode == -1) return;
    client.SendFrame(0x80 | frame.opcode, frame.payload);
    if (frame.opcode == 8) break;
  }
  client.CloseNotify();
  client.ReadToEnd();
  EXPECT_TRUE(client.SawCloseNotify());
}

TEST_P(Wss, EchoesMessagesOfEverySize) {
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    Echo(client);
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  ASSERT_TRUE(recorder.UntilOpen());
  std::vector<Message> sent;
  for (const std::size_t size : kSizes) {
    sent.emplace_back(Opcode::kBinary, std::string(size, static_cast<char>(size % 251)));
    recorder.client.SendBinary(sent.back().second);
  }
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == sent.size(); }));
  EXPECT_EQ(recorder.messages, sent);
  recorder.client.Close();
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_TRUE(info.clean) << info.what;
  EXPECT_EQ(info.code, 1000);
  EXPECT_EQ(server.Join(), "");
}

// Rule R34: SNI carries names and no addresses (RFC 6066 §3).
TEST_P(Wss, AsksForItsNameButNotForAnAddress) {
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    std::string asked;
    ScriptedServer server([&](Conversation& tcp) {
      TlsConversation client(tcp, here_);
      ASSERT_TRUE(client.Accept());
      asked = client.ServerName();
      client.Handshake();
      client.ReadToEnd();
    });
    {
      Recorder recorder(GetParam());
      recorder.Open(Url(server, host), Trusting());
      ASSERT_TRUE(recorder.UntilOpen());
    }
    EXPECT_EQ(server.Join(), "");
    EXPECT_EQ(asked, host == "localhost" ? host : "");
  }
}

TEST_P(Wss, RefusesACertificateOfAnotherName) {
  EXPECT_THAT(Refusal(authority_.Issue("DNS:example.org"), "localhost"),
              HasSubstr("not accepted: hostname mismatch"));
  EXPECT_THAT(Refusal(authority_.Issue("DNS:example.org,IP:127.0.0.2")),
              HasSubstr("not accepted: IP address mismatch"));
  // "127.0.0.1" as a DNS name is not the address.
  EXPECT_THAT(Refusal(authority_.Issue("DNS:127.0.0.1")), HasSubstr("mismatch"));
}

TEST_P(Wss, RefusesACertificateThatNobodyTrustedSigned) {
  const Authority stranger;
  EXPECT_THAT(Refusal(stranger.Issue("IP:127.0.0.1")), HasSubstr("not accepted: "));
  // Neither does the system's list contain our authority.
  EXPECT_THAT(Refusal(here_, "127.0.0.1", l05::TlsOptions{}), HasSubstr("not accepted: "));
}

TEST_P(Wss, RefusesACertificateOutsideItsTime) {
  EXPECT_THAT(Refusal(authority_.Issue("IP:127.0.0.1", {-10, -1})), HasSubstr("has expired"));
  EXPECT_THAT(Refusal(authority_.Issue("IP:127.0.0.1", {1, 10})), HasSubstr("not yet valid"));
}

TEST_P(Wss, AcceptsAnyCertificateWithAWarningWhenToldNotToVerify) {
  const Authority stranger;
  const Identity wrong = stranger.Issue("DNS:example.org", {-10, -1});
  ScriptedServer server([&wrong](Conversation& tcp) {
    TlsConversation client(tcp, wrong);
    Echo(client);
  });
  Recorder recorder(GetParam());
  l05::ClientOptions options = Trusting();
  options.tls.verify = false;
  options.tls.ca_file.clear();
  ::testing::internal::CaptureStderr();
  recorder.Open(Url(server), options);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "warning: the certificate of 127.0.0.1 is not verified\n");
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, SaysBeforeItConnectsThatItsCertificatesCannotBeRead) {
  Recorder recorder(GetParam());
  l05::ClientOptions options = Trusting();
  options.tls.ca_file = "/nowhere/ca.pem";
  std::string error;
  EXPECT_FALSE(recorder.client.Open("wss://127.0.0.1:1/", options, &error));
  EXPECT_THAT(error, StartsWith("TLS: certificates in /nowhere/ca.pem: "));
}

// Inside TLS as without it. The handshake has no limit, so whoever waits for it waits for ever.
TEST_P(Wss, ReportsARefusalWhoseBodyNeverEnds) {
  ScriptedServer server([&](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.ReadRequest();
    client.Send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\nno such room");
    client.ReadToEnd();
  });
  Recorder recorder(GetParam());
  l05::ClientOptions options = Trusting();
  options.deadlines.handshake = std::chrono::milliseconds(0);
  recorder.Open(Url(server), options);
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_THAT(info, IsAbnormalClosure("the server refused: HTTP 403 Forbidden"));
  ASSERT_TRUE(info.handshake);
  EXPECT_EQ(info.handshake->body, "no such room");
  EXPECT_EQ(server.Join(), "");
}

// Rule R35.
TEST_P(Wss, ReportsATruncationAsUnclean) {
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.Handshake();
    client.SendFrame(0x81, "last words");
    client.Close();  // TCP only
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  EXPECT_THAT(recorder.UntilClosed(), IsAbnormalClosure("cut without a close_notify"));
  ASSERT_EQ(recorder.messages.size(), 1U);
  EXPECT_EQ(recorder.messages[0].second, "last words");
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, TellsACloseNotifyFromATruncation) {
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.Handshake();
    client.SendFrame(0x81, "last words");
    client.CloseNotify();
    client.ReadToEnd();
    EXPECT_TRUE(client.SawCloseNotify()) << "it is answered";
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  EXPECT_THAT(recorder.UntilClosed(),
              IsAbnormalClosure("closed by the server without a Close frame"));
  EXPECT_EQ(recorder.messages.size(), 1U);
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, UnderstandsCiphertextThatArrivesOctetByOctet) {
  for (const std::size_t cut : {std::size_t{1}, std::size_t{7}}) {
    ScriptedServer server([this, cut](Conversation& tcp) {
      TlsConversation client(tcp, here_, cut);
      Echo(client);
    });
    Recorder recorder(GetParam());
    recorder.Open(Url(server), Trusting());
    ASSERT_TRUE(recorder.UntilOpen());
    recorder.client.SendText("slowly");
    ASSERT_TRUE(recorder.Until([&] { return !recorder.messages.empty(); }));
    EXPECT_EQ(recorder.messages[0].second, "slowly");
    recorder.client.Close();
    EXPECT_TRUE(recorder.UntilClosed().clean);
    EXPECT_EQ(server.Join(), "");
  }
}

// A read that must write: the client has to answer with a new key of its own.
TEST_P(Wss, AnswersAChangeOfKeys) {
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.Handshake();
    for (int i = 0; i < 3; ++i) {
      client.ChangeKeys();
      client.SendFrame(0x81, "new key");
      EXPECT_EQ(client.ReadFrame().payload, "answer");
    }
    client.SendFrame(0x88, CloseText(1000));
    EXPECT_EQ(client.ReadFrame().opcode, 8);
    client.CloseNotify();
    client.ReadToEnd();
  });
  Recorder recorder(GetParam());
  const l04::Connection answer = recorder.client.SignalMessage.connect(
      [&](auto*, Opcode, std::string_view) { recorder.client.SendText("answer"); });
  recorder.Open(Url(server), Trusting());
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(recorder.messages.size(), 3U);
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, SpeaksTls12ButNothingOlder) {
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_, 0, TLS1_2_VERSION);
    Echo(client);
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.Close();
  EXPECT_TRUE(recorder.UntilClosed().clean);
  ScriptedServer old([this](Conversation& tcp) {
    TlsConversation client(tcp, here_, 0, TLS1_1_VERSION);
    EXPECT_FALSE(client.Accept());
  });
  recorder.closes.clear();
  recorder.Open(Url(old), Trusting());
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("TLS handshake with wss://"));
  EXPECT_EQ(old.Join(), "");
}

// A write that must wait: the server reads nothing until the client's queue has filled up.
TEST_P(Wss, SurvivesAServerThatReadsSlowly) {
  support::Latch blocked(1);
  std::string received;
  ScriptedServer server([&](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.Handshake();
    blocked.wait();
    received = client.ReadFrame().payload;
    EXPECT_EQ(client.ReadFrame().opcode, 8);
    client.SendFrame(0x88, CloseText(1000));
    client.CloseNotify();
    client.ReadToEnd();
  });
  Recorder recorder(GetParam());
  l05::ClientOptions options = Trusting();
  options.send_buffer = 16 * 1024;
  recorder.Open(Url(server), options);
  ASSERT_TRUE(recorder.UntilOpen());
  std::string payload(16 * 1024 * 1024, '\0');
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(i * 7 / 3);
  recorder.client.SendBinary(payload);
  recorder.Settle();
  EXPECT_GT(recorder.client.queued(), 0U);
  EXPECT_EQ(recorder.client.SendText("more"), l05::SendStatus::kRefused);
  blocked.count_down();
  ASSERT_TRUE(recorder.Until([&] { return recorder.writables > 0; }));
  recorder.client.Close();
  EXPECT_TRUE(recorder.UntilClosed().clean);
  EXPECT_EQ(server.Join(), "");
  EXPECT_TRUE(received == payload);
}

// What OpenSSL has decrypted is announced although the kernel has nothing more.
TEST_P(Wss, DeliversEverythingThatArrivedBeforeTheEndAlsoAfterAPause) {
  constexpr int kMessages = 500;
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.Handshake();
    for (int i = 0; i < kMessages; ++i)
      client.SendFrame(0x81, std::to_string(i) + std::string(999, '.'));
    client.SendFrame(0x88, CloseText(1001));
    EXPECT_EQ(client.ReadFrame().opcode, 8);
    client.CloseNotify();
    client.ReadToEnd();
  });
  Recorder recorder(GetParam());
  const l04::Connection pause = recorder.client.SignalMessage.connect([&](auto*, auto, auto) {
    if (recorder.messages.size() % 100 == 0) recorder.client.PauseReading();
  });
  recorder.Open(Url(server), Trusting());
  for (std::size_t wanted = 100; wanted <= kMessages; wanted += 100) {
    ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() >= wanted; }));
    recorder.Settle();
    EXPECT_EQ(recorder.messages.size(), wanted) << "reading was paused";
    recorder.client.ResumeReading();
  }
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1001);
  EXPECT_TRUE(info.clean);
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, ReportsAResetDuringTheTlsHandshake) {
  ScriptedServer server([](Conversation& tcp) {
    tcp.ReadSome();
    tcp.Reset();
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  EXPECT_THAT(recorder.UntilClosed().what, StartsWith("TLS handshake with " + Url(server)));
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, ReportsAnEndDuringTheTlsHandshake) {
  ScriptedServer server([](Conversation& tcp) { tcp.ReadSome(); });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  EXPECT_THAT(recorder.UntilClosed().what,
              HasSubstr("closed by the server during the TLS handshake"));
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, ReportsAServerThatDoesNotSpeakTls) {
  ScriptedServer server([](Conversation& tcp) {
    tcp.ReadSome();
    tcp.Send("HTTP/1.1 400 Bad Request\r\n\r\n");
    tcp.ReadToEnd();
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("TLS: wrong version number"));
  EXPECT_EQ(server.Join(), "");
}

// Rule R10 for the handshake of TLS.
TEST_P(Wss, EndsASilentTlsHandshakeAtItsDeadline) {
  ScriptedServer server([](Conversation& tcp) { tcp.ReadToEnd(); });
  Recorder recorder(GetParam());
  l05::ClientOptions options = Trusting();
  options.deadlines.handshake = std::chrono::milliseconds(50);
  recorder.Open(Url(server), options);
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("not finished within 50 ms"));
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, FailsWhenARecordWasForged) {
  ScriptedServer server([this](Conversation& tcp) {
    TlsConversation client(tcp, here_);
    ASSERT_TRUE(client.Accept());
    client.Handshake();
    // A record of the right form that no key has made.
    const std::string forged("\x17\x03\x03\x00\x20" + std::string(32, 'x'));
    client.socket().SendAll(std::as_bytes(std::span(forged.data(), forged.size())));
    client.ReadToEnd();
  });
  Recorder recorder(GetParam());
  recorder.Open(Url(server), Trusting());
  EXPECT_THAT(recorder.UntilClosed().what, HasSubstr("TLS: "));
  EXPECT_EQ(server.Join(), "");
}

TEST_P(Wss, MayBeDestroyedInEveryState) {
  for (int turns = 0; turns < 12; ++turns) {
    ScriptedServer server([this](Conversation& tcp) {
      TlsConversation client(tcp, here_);
      if (!client.Accept()) return;
      client.ReadSome();
    });
    Recorder recorder(GetParam());
    recorder.Open(Url(server), Trusting());
    for (int i = 0; i < turns; ++i) recorder.loop.Wait(1, true);
  }
}

TEST_P(Wss, MayBeDestroyedInItsHandlers) {
  for (const bool in_message : {false, true}) {
    ScriptedServer server([this](Conversation& tcp) {
      TlsConversation client(tcp, here_);
      if (!client.Accept()) return;
      client.Handshake();
      client.SendFrame(0x81, "one");
      client.SendFrame(0x81, "two");
      client.ReadToEnd();
    });
    l04::PhysicalSocketServer loop(GetParam());
    auto client = std::make_unique<l05::WebSocketClient>(loop);
    const auto destroy = [&client, &loop] {
      client.reset();
      loop.WakeUp();
    };
    l04::Connection slot =
        in_message ? client->SignalMessage.connect([&](auto*, auto, auto) { destroy(); })
                   : client->SignalOpen.connect([&](auto*) { destroy(); });
    slot.release();
    std::string error;
    ASSERT_TRUE(client->Open(Url(server), Trusting(), &error)) << error;
    loop.Wait(20'000, true);
    EXPECT_EQ(client, nullptr);
    EXPECT_EQ(server.Join(), "");
  }
}

}  // namespace
