// The embedded server must be strict: it is the judge of our own client. Here a client breaks every
// rule that a server can see.
#include "05_websocket/loopback/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "01_blocking/sockets/socket.h"
#include "05_websocket/frames/masking.h"
#include "05_websocket/handshake/server_handshake.h"
#include "tests/05_websocket/support/recorder.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using std::string_literals::operator""s;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ws_test::CloseText;
using ws_test::ServerFrame;

std::string Request(const std::string& target = "/?roomId=a&peerId=b",
                    const std::string& more = "Sec-WebSocket-Protocol: protoo\r\n") {
  return "GET " + target +
         " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         more + "\r\n";
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

// A masked frame with a fixed key.
std::string Masked(int first, std::string payload) {
  const l05::MaskingKey key = {1, 2, 3, 4};
  const std::string head = ServerFrame(first, payload);
  l05::ApplyMask(payload.data(), payload.size(), key);
  std::string frame = head.substr(0, head.size() - payload.size());
  frame[1] = static_cast<char>(frame[1] | 0x80);
  return frame + "\1\2\3\4" + payload;
}

// A client that sends whatever it likes.
struct RawClient {
  explicit RawClient(const l05::LoopbackServer& server)
      : socket(l01::ConnectTo(server.address())) {}
  void Send(const std::string& octets) {
    socket.SendAll(std::as_bytes(std::span(octets.data(), octets.size())));
  }
  std::string ReadToEnd() {
    std::string text;
    std::byte room[4096];
    for (;;) {
      const l01::IoResult result = socket.Recv(room);
      if (!result.ok()) return text;
      for (std::size_t i = 0; i < result.bytes; ++i) text += static_cast<char>(room[i]);
    }
  }
  // Sends a request and, once it was answered, frames. Returns what came after the 101.
  std::string Converse(const std::string& frames, const std::string& target = "/echo") {
    Send(Request(target, ""));
    std::string head;
    std::byte octet{};
    while (!head.ends_with("\r\n\r\n") && socket.Recv({&octet, 1}).ok()) {
      head += static_cast<char>(octet);
    }
    Send(frames);
    return ReadToEnd();
  }

  l01::WinsockSession winsock;
  l01::Socket socket;
};

std::string AnswerTo(const std::string& request) {
  l05::LoopbackServer server;
  RawClient client(server);
  client.Send(request);
  client.socket.ShutdownSend();
  return client.ReadToEnd();
}

TEST(StrictServer, AcceptsACorrectRequest) {
  const std::string answer = AnswerTo(Request());
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(answer, HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  EXPECT_THAT(answer, HasSubstr("Sec-WebSocket-Protocol: protoo\r\n"));
}

TEST(StrictServer, RefusesIncorrectRequests) {
  const std::string good = Request();
  for (const auto& [what, with] : std::vector<std::pair<std::string, std::string>>{
           {"Host: h\r\n", ""},
           {"Upgrade: websocket", "Upgrade: h2c"},
           {"Connection: Upgrade", "Connection: close"},
           {"dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ="},
           {"dGhlIHNhbXBsZSBub25jZQ==", "not base64!"},
           {"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""},
           {"GET ", "POST "},
           {"HTTP/1.1", "HTTP/1.0"},
           {"/?roomId=a&peerId=b", "//?roomId=&peerId=b"},
           {"/?roomId=a&peerId=b", "/?peerId=b"},
           {"/?roomId=a&peerId=b", "/?xroomId=a&peerId=b"},
           {"Upgrade: websocket", "Upgrade: websocket\r\nUpgrade: websocket"},
           {"Host: h", "Host: h\r\n folded"}}) {
    EXPECT_THAT(AnswerTo(Replaced(good, what, with)), StartsWith("HTTP/1.1 400 ")) << with;
  }
}

TEST(StrictServer, Refuses403WithoutProtooAnd426ForAnotherVersion) {
  EXPECT_THAT(AnswerTo(Request("/?roomId=a&peerId=b", "")), StartsWith("HTTP/1.1 403 "));
  const std::string answer = AnswerTo(Replaced(Request(), "Version: 13", "Version: 8"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 426 "));
  EXPECT_THAT(answer, HasSubstr("Sec-WebSocket-Version: 13\r\n"));
}

// Defect B18, seen from the other side: the real server swallows such a frame.
TEST(StrictServer, RefusesAFrameThatComesBeforeItsAnswer) {
  l05::LoopbackServer server;
  RawClient client(server);
  client.Send(Request("/echo", "") + Masked(0x81, "impatient"));
  EXPECT_THAT(client.ReadToEnd(), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(server.Report().problems, Contains(HasSubstr("before the handshake")));
}

TEST(StrictServer, FailsClientsThatBreakTheFraming) {
  for (const auto& [octets, code] : std::vector<std::pair<std::string, int>>{
           {"\x81\x02hi", 1002},        // unmasked (defect P12: real one accepts)
           {Masked(0xC1, "hi"), 1002},  // RSV1
           {Masked(0x83, "hi"), 1002},  // unknown opcode
           {Masked(0x80, "hi"), 1002},  // continuation of nothing
           {Masked(0x01, "a") + Masked(0x81, "b"), 1002},  // message inside a message
           {Masked(0x09, "p"), 1002},                      // fragmented ping
           {Masked(0x89, std::string(126, 'p')), 1002},    // long ping
           {"\x81\xFE\x00\x02KEY!hi"s, 1002},              // length not minimal
           {Masked(0x81, "\xFF"), 1007},                   // not UTF-8
           {Masked(0x88, "\x03"), 1002},                   // close of one octet
           {Masked(0x88, CloseText(1005)), 1002},          // close code that must not travel
           {Masked(0x88, CloseText(1000, "\xFF")), 1007}}) {
    l05::LoopbackServer server;
    RawClient client(server);
    const std::string answer = client.Converse(octets + Masked(0x89, "no answer to this"));
    ASSERT_GE(answer.size(), 4U);
    EXPECT_EQ(answer[0], '\x88');
    EXPECT_EQ(answer.substr(2, 2), CloseText(code)) << code;
    EXPECT_EQ(answer.size(), 2U + static_cast<unsigned char>(answer[1])) << "nothing follows";
    EXPECT_EQ(server.Report().problems.size(), 1U);
  }
}

TEST(StrictServer, EchoesPongsAndAnswersTheClose) {
  l05::LoopbackServer server;
  RawClient client(server);
  const std::string answer = client.Converse(Masked(0x82, "\xFF") + Masked(0x89, "p") +
                                             Masked(0x88, CloseText(3001, "done")));
  EXPECT_EQ(answer, ServerFrame(0x82, "\xFF") + ServerFrame(0x8A, "p") +
                        ServerFrame(0x88, CloseText(3001)));
  EXPECT_EQ(server.Report().close_codes, std::vector<int>{3001});
}

TEST(StrictServer, SendsLargeMessagesInFragmentsOf16KiB) {
  l05::LoopbackServer server;
  RawClient client(server);
  const std::string payload(40000, 'x');
  const std::string answer = client.Converse(Masked(0x81, payload) + Masked(0x88, CloseText(1000)));
  EXPECT_EQ(answer, ServerFrame(0x01, payload.substr(0, 16384)) +
                        ServerFrame(0x00, payload.substr(0, 16384)) +
                        ServerFrame(0x80, payload.substr(0, 40000 - 2 * 16384)) +
                        ServerFrame(0x88, CloseText(1000)));
}

TEST(StrictServer, ServesManyClientsAtOnce) {
  l05::LoopbackServer server;
  ws_test::Recorder recorder;
  std::vector<std::unique_ptr<l05::WebSocketClient>> clients;
  std::vector<l04::Connection> slots;
  int echoes = 0;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<l05::WebSocketClient>(recorder.loop));
    slots.push_back(clients.back()->SignalOpen.connect(
        [i](l05::WebSocketClient* client) { client->SendText(std::to_string(i)); }));
    slots.push_back(clients.back()->SignalMessage.connect(
        [&echoes, i](auto*, l05::Opcode, std::string_view text) {
          echoes += text == std::to_string(i) ? 1 : 0;
        }));
    std::string error;
    ASSERT_TRUE(clients.back()->Open(server.Url("/echo"), ws_test::Options(), &error)) << error;
  }
  EXPECT_TRUE(recorder.Until([&] { return echoes == 50; }));
}

TEST(StrictServer, StopsWithClientsConnected) {
  ws_test::Recorder recorder;
  {
    l05::LoopbackServer server;
    recorder.Open(server.Url("/echo"));
    ASSERT_TRUE(recorder.UntilOpen());
  }
  EXPECT_EQ(recorder.UntilClosed().code, 1006);
}

TEST(StrictServer, ClosesAllClientsOnRequest) {
  l05::LoopbackServer server;
  ws_test::Recorder recorder;
  recorder.Open(server.Url("/echo"));
  ASSERT_TRUE(recorder.UntilOpen());
  server.CloseAll(1001, "maintenance");
  const l05::CloseInfo info = recorder.UntilClosed();
  EXPECT_EQ(info.code, 1001);
  EXPECT_EQ(info.reason, "maintenance");
  EXPECT_TRUE(info.clean);
}

}  // namespace
