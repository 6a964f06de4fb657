// The client against the embedded server and against scripted ones: the good days.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>

#include "05_websocket/loopback/server.h"
#include "support/latch.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using l05::Opcode;
using l05::SendStatus;
using State = l05::WebSocketClient::State;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Message;
using ws_test::Options;
using ws_test::Recorder;
using ws_test::ScriptedServer;

// Tests that run on every backend of this build.
class Client : public ::testing::TestWithParam<l04::BackendKind> {};
INSTANTIATE_TEST_SUITE_P(Backends, Client, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

TEST_P(Client, EchoesAMessageThroughTheEmbeddedServer) {
  l05::LoopbackServer server(l01::Endpoint::Loopback(), GetParam());
  Recorder recorder(GetParam());
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_EQ(recorder.client.SendText("Hello"), SendStatus::kQueued);
  EXPECT_EQ(recorder.client.SendBinary(std::string("\0\xFF", 2)), SendStatus::kQueued);
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 2; }));
  EXPECT_EQ(recorder.messages[0], Message(Opcode::kText, "Hello"));
  EXPECT_EQ(recorder.messages[1], Message(Opcode::kBinary, std::string("\0\xFF", 2)));
  EXPECT_TRUE(recorder.client.Close());
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1000);
  EXPECT_TRUE(info.clean);
  EXPECT_EQ(recorder.client.state(), State::kClose);
}

TEST_P(Client, EchoesMessagesOfEveryLengthForm) {
  l05::LoopbackServer server(l01::Endpoint::Loopback(), GetParam());
  Recorder recorder(GetParam());
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  for (const std::size_t size :
       std::vector<std::size_t>{0, 1, 125, 126, 127, 65535, 65536, 1000000}) {
    const std::string payload(size, 'x');
    recorder.messages.clear();
    recorder.client.SendText(payload);
    ASSERT_TRUE(recorder.Until([&] { return !recorder.messages.empty(); })) << size;
    EXPECT_EQ(recorder.messages[0], Message(Opcode::kText, payload));
  }
}

TEST_P(Client, EchoesThousandsOfSmallMessagesInOrder) {
  l05::LoopbackServer server(l01::Endpoint::Loopback(), GetParam());
  Recorder recorder(GetParam());
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  for (int i = 0; i < 10000; ++i) recorder.client.SendText(std::to_string(i));
  ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 10000; }));
  for (int i = 0; i < 10000; ++i) {
    ASSERT_EQ(recorder.messages[static_cast<std::size_t>(i)].second, std::to_string(i));
  }
}

// Rule R3: what goes over the wire is what BuildHandshakeRequest wrote, to the address's target.
TEST(Opening, SendsTheRequestWithTargetHostAndSubprotocol) {
  std::string request;
  ScriptedServer server([&request](Conversation& client) {
    request = client.ReadRequest();
    client.Send(client.Acceptance("Sec-WebSocket-Protocol: protoo\r\n"));
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    recorder.Open(server.Url("/?roomId=a&peerId=b"), Options({"protoo"}));
    ASSERT_TRUE(recorder.UntilOpen());
    EXPECT_EQ(recorder.client.subprotocol(), "protoo");
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_THAT(request, StartsWith("GET /?roomId=a&peerId=b HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nHost: " + server.Url("").substr(5) + "\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nSec-WebSocket-Protocol: protoo\r\n"));
}

// Rule R4 and defect B18: the article sends its first frame before the 101, and protoo-server
// swallows it.
TEST(Opening, SendsNothingBeforeThe101WasAccepted) {
  bool early = true;
  support::Latch tried_to_send(1);
  ScriptedServer server([&early, &tried_to_send](Conversation& client) {
    client.ReadRequest();
    const std::string answer = client.Acceptance();
    client.Send(answer.substr(0, answer.size() - 1));
    tried_to_send.wait();
    early = client.HasSomething();
    client.Send("\n");
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.Until([&] { return recorder.client.state() == State::kHandshake; }));
    EXPECT_EQ(recorder.client.SendText("too early"), SendStatus::kNotOpen);
    EXPECT_FALSE(recorder.client.SendPing(""));
    recorder.Settle();
    tried_to_send.count_down();
    ASSERT_TRUE(recorder.UntilOpen());
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_FALSE(early);
}

// Rule R9 and defect B22: the first frames arrive with the last octet of the 101.
TEST(Opening, DeliversFramesThatArriveWithThe101) {
  for (const auto cut : {ws_test::Cut::kWhole, ws_test::Cut::kOctets, ws_test::Cut::kRandom}) {
    ScriptedServer server([cut](Conversation& client) {
      client.ReadRequest();
      client.SetCut(cut);
      client.Send(client.Acceptance() + ws_test::ServerFrame(0x81, "first") +
                  ws_test::ServerFrame(0x81, "second"));
      client.ReadToEnd();
    });
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == 2; }));
    EXPECT_EQ(recorder.messages[0].second, "first");
    EXPECT_EQ(recorder.opens, 1);
  }
}

// Defect B8: the article takes literal addresses only.
TEST(Opening, ConnectsByName) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open("ws://localhost:" + std::to_string(server.address().port()) + "/echo");
  EXPECT_TRUE(recorder.UntilOpen());
}

// C.3: SO_SNDBUF of 1 000 000 octets, and defect B49: it is read back.
TEST(Opening, SetsTheSendBufferAndReadsItBack) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_GT(recorder.client.send_buffer(), 0);
  Recorder smaller;
  l05::ClientOptions options = Options();
  options.send_buffer = 8192;
  smaller.Open(server.Url("/echo"), options);
  ASSERT_TRUE(smaller.UntilOpen());
  EXPECT_LT(smaller.client.send_buffer(), recorder.client.send_buffer());
#ifdef __linux__
  EXPECT_EQ(smaller.client.send_buffer(), 2 * 8192);  // what the system made of it (man 7 socket)
#endif
}

TEST(Opening, RefusesBadArgumentsBeforeAnythingStarts) {
  Recorder recorder;
  std::string error;
  EXPECT_FALSE(recorder.client.Open("http://h/", Options(), &error));
  EXPECT_THAT(error, HasSubstr("ws://"));
  EXPECT_FALSE(recorder.client.Open("ws://h/", Options({"a b"}), &error));
  EXPECT_THAT(error, HasSubstr("subprotocol"));
  EXPECT_EQ(recorder.client.state(), State::kNone);
  recorder.Settle();
  EXPECT_TRUE(recorder.closes.empty());
}

TEST(Opening, RefusesASecondOpenWhileAConnectionExists) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/echo"));
  std::string error;
  EXPECT_FALSE(recorder.client.Open(server.Url("/echo"), Options(), &error));
  EXPECT_THAT(error, HasSubstr("exists"));
  EXPECT_TRUE(recorder.UntilOpen());
}

TEST(Opening, MayBeRepeatedAfterTheClose) {
  l05::LoopbackServer server;
  Recorder recorder;
  for (int round = 1; round <= 3; ++round) {
    recorder.closes.clear();
    recorder.Open(server.Url("/echo"));
    ASSERT_TRUE(recorder.Until([&] { return recorder.opens == round; }));
    recorder.client.SendText("round");
    ASSERT_TRUE(recorder.Until([&] { return recorder.messages.size() == std::size_t(round); }));
    recorder.client.Close();
    EXPECT_TRUE(recorder.UntilClosed().clean);
  }
}

// Rule R22 and defect B38: every frame has a key of its own.
TEST(Sending, UsesAFreshMaskingKeyForEveryFrame) {
  std::set<std::string> keys;
  ScriptedServer server([&keys](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < 200; ++i) keys.insert(client.ReadFrame().key);
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.UntilOpen());
    for (int i = 0; i < 200; ++i) recorder.client.SendText("same text");
    recorder.Settle();
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_GT(keys.size(), 198U);
}

// Rule R24: what is sent in one turn of the loop goes out in few system calls.
TEST(Sending, CoalescesSmallFrames) {
  std::string first;
  ScriptedServer server([&first](Conversation& client) {
    client.Handshake();
    first = client.ReadSome();
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.UntilOpen());
    for (int i = 0; i < 100; ++i) recorder.client.SendText("0123456789");
    EXPECT_EQ(recorder.client.queued(), 1600U) << "nothing leaves before the turn ends";
    recorder.Settle();
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(first.size(), 1600U) << "one send of all frames";
}

TEST(Sending, RefusesTextThatIsNotUtf8) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_EQ(recorder.client.SendText("\xFF"), SendStatus::kNotUtf8);
  EXPECT_EQ(recorder.client.SendBinary("\xFF"), SendStatus::kQueued);
}

// Rule R23 and defects B39, C32: a slow reader makes the socket block; nothing is lost or cut.
TEST_P(Client, SurvivesAServerThatReadsSlowly) {
  std::vector<ClientFrame> frames;
  std::string octets(100000, '\0');
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<char>(i * 31 + i / 251);
  support::Latch all_sent(1);
  ScriptedServer server([&frames, &all_sent](Conversation& client) {
    client.Handshake();
    all_sent.wait();  // by then every buffer is full
    frames = client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
  });
  {
    Recorder recorder(GetParam());
    l05::ClientOptions options = Options();
    options.send_buffer = 16 * 1024;
    options.high_water = 64 * 1024 * 1024;
    recorder.Open(server.Url(), options);
    ASSERT_TRUE(recorder.UntilOpen());
    for (int i = 0; i < 50; ++i) {
      ASSERT_EQ(recorder.client.SendBinary(octets), SendStatus::kQueued);
      ASSERT_EQ(recorder.client.SendText(std::to_string(i)), SendStatus::kQueued);
    }
    EXPECT_GT(recorder.client.queued(), 0U) << "the socket never blocked";
    all_sent.count_down();
    recorder.client.Close(1000);
    EXPECT_TRUE(recorder.UntilClosed().clean);
  }
  ASSERT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 101U);
  for (std::size_t i = 0; i < 50; ++i) {
    ASSERT_EQ(frames[2 * i].payload, octets) << i;
    ASSERT_EQ(frames[2 * i + 1].payload, std::to_string(i));
  }
}

// The connection breaks while a large message is being cut into blocks.
TEST_P(Client, SurvivesAResetInTheMiddleOfALargeMessage) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.Reset();
  });
  Recorder recorder(GetParam());
  recorder.Open(server.Url());
  ASSERT_TRUE(recorder.UntilOpen());
  recorder.client.SendText("break it");
  recorder.Settle();
  ASSERT_EQ(server.Join(), "");
  const std::string large(8'000'000, 'x');
  while (recorder.client.SendBinary(large) == SendStatus::kQueued) {
  }
  EXPECT_EQ(recorder.UntilClosed().code, 1006);
}

// Rule R23: the mark is reported, refused beyond, and announced when the queue has drained.
TEST_P(Client, TellsWhenTheQueueIsOverItsMarkAndWhenItHasDrained) {
  std::size_t received = 0;
  support::Latch over_mark(1);
  ScriptedServer server([&received, &over_mark](Conversation& client) {
    client.Handshake();
    over_mark.wait();
    received = client.ReadFrames().size();
  });
  std::size_t sent = 0;
  {
    Recorder recorder(GetParam());
    l05::ClientOptions options = Options();
    options.send_buffer = 16 * 1024;
    options.high_water = 256 * 1024;
    recorder.Open(server.Url(), options);
    ASSERT_TRUE(recorder.UntilOpen());
    const std::string payload(10000, 'x');
    SendStatus status = SendStatus::kQueued;
    while (status == SendStatus::kQueued) {
      status = recorder.client.SendBinary(payload);
      ++sent;
    }
    EXPECT_EQ(status, SendStatus::kFull);
    EXPECT_EQ(recorder.client.SendBinary(payload), SendStatus::kRefused);
    EXPECT_LE(recorder.client.queued(), options.high_water + payload.size() + 14);
    over_mark.count_down();
    ASSERT_TRUE(recorder.Until([&] { return recorder.writables == 1; }));
    EXPECT_LE(recorder.client.queued(), options.high_water / 2);
    EXPECT_EQ(recorder.client.SendBinary(payload), SendStatus::kQueued);
    ++sent;
    recorder.Settle();
    EXPECT_EQ(recorder.writables, 1);
    recorder.client.Close();
    recorder.UntilClosed();
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(received, sent + 1) << "and the Close frame";
}

// Rule R17: pings are answered with their payload, in order, and a pong that nobody asked for is
// ignored.
TEST(Pings, AreAnsweredWithTheirPayloadInOrder) {
  std::vector<ClientFrame> frames;
  std::atomic<bool> answered = false;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x8A, "unsolicited");
    client.SendFrame(0x89, "one");
    client.SendFrame(0x89, "");
    client.SendFrame(0x89, std::string(125, 'x'));
    for (int i = 0; i < 3; ++i) frames.push_back(client.ReadFrame());
    answered = true;
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    recorder.Open(server.Url());
    EXPECT_TRUE(recorder.Until([&] { return answered.load(); }));
  }
  EXPECT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 3U);
  for (const ClientFrame& frame : frames) EXPECT_EQ(frame.opcode, 0xA);
  EXPECT_EQ(frames[0].payload, "one");
  EXPECT_EQ(frames[1].payload, "");
  EXPECT_EQ(frames[2].payload, std::string(125, 'x'));
}

// Rule R13: also between the fragments of a message.
TEST(Pings, AreAnsweredInTheMiddleOfAMessage) {
  ClientFrame pong;
  ScriptedServer server([&pong](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x01, "half");
    client.SendFrame(0x89, "now");
    pong = client.ReadFrame();  // before the message is complete
    client.SendFrame(0x80, " done");
    client.ReadToEnd();
  });
  {
    Recorder recorder;
    recorder.Open(server.Url());
    ASSERT_TRUE(recorder.Until([&] { return !recorder.messages.empty(); }));
    EXPECT_EQ(recorder.messages[0], Message(Opcode::kText, "half done"));
  }
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(pong.payload, "now");
}

TEST(Pings, MayBeSentByTheClient) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  EXPECT_TRUE(recorder.client.SendPing("are you there?"));
  EXPECT_FALSE(recorder.client.SendPing(std::string(126, 'x')));
  recorder.client.SendText("after");
  ASSERT_TRUE(recorder.Until([&] { return !recorder.messages.empty(); }));
}

TEST(Pings, OfTheServerAreAnsweredByTheClient) {
  l05::LoopbackServer server;
  Recorder recorder;
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  server.PingAll("there?");
  EXPECT_TRUE(recorder.Until([&] { return server.Report().pongs == 1; }));
}

// Rule R17 under back-pressure: the queue is full and blocked, and the newest ping is answered
// before the data that waits.
TEST(Pings, OvertakeDataThatWaits) {
  std::vector<ClientFrame> frames;
  support::Latch blocked(1);
  support::Latch ping_read(1);
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    blocked.wait();
    client.SendFrame(0x89, "urgent");
    ping_read.wait();
    frames = client.ReadFrames();
  });
  {
    Recorder recorder;
    l05::ClientOptions options = Options();
    options.send_buffer = 16 * 1024;
    options.high_water = 64 * 1024 * 1024;
    bool ping_seen = false;
    options.log = [&ping_seen](const std::string& line) {
      ping_seen = ping_seen || line.starts_with("<- ping");
    };
    recorder.Open(server.Url(), options);
    ASSERT_TRUE(recorder.UntilOpen());
    for (int i = 0; i < 60; ++i) recorder.client.SendBinary(std::string(100000, 'x'));
    blocked.count_down();
    EXPECT_TRUE(recorder.Until([&ping_seen] { return ping_seen; }));
    ping_read.count_down();
    recorder.client.Close();
    recorder.UntilClosed();
  }
  EXPECT_EQ(server.Join(), "");
  std::size_t position = frames.size();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (frames[i].opcode == 0xA) position = i;
  }
  ASSERT_LT(position, frames.size()) << "no pong";
  EXPECT_LT(position, frames.size() - 2) << "it overtook nothing";
  EXPECT_EQ(frames.size(), 62U);
}

}  // namespace
