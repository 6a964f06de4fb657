// What a server says never reaches the terminal raw: every path from its octets to a line for a
// person, with the same poison on each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::ScriptedServer;

// An escape sequence that sets the window's title, and a C1 control with an override of the writing
// direction. An HTTP head has no room for the first one: there it is refused as a whole.
const std::string kEscape = "\x1b]0;pwned\x07";
const std::string kUnicode =
    "\xC2\x9B"
    "2J\xE2\x80\xAE";
const std::string kPoison = kEscape + kUnicode;
const std::string kShown = "\\xc2\\x9b2J\\xe2\\x80\\xae";

struct Path {
  const char* name;                           // for the test's name
  std::function<void(Conversation&)> server;  // poisons this path
  std::vector<std::string> arguments;         // what the program is asked to do
};

void Close(Conversation& client, const std::string& reason) {
  client.SendFrame(0x88, CloseText(1011, reason));
  client.ReadToEnd();
}

void Refuse(Conversation& client, const std::string& answer) {
  client.ReadRequest();
  client.Send(answer);
  client.ReadToEnd();
}

std::string Json(const std::string& members) {
  return "{\"response\":true,\"id\":10001," + members + "}";
}

void AnswerProtoo(Conversation& client, const std::string& members) {
  client.Handshake("Sec-WebSocket-Protocol: protoo\r\n");
  client.ReadFrame();
  client.SendFrame(0x81, Json(members));
  client.ReadFrames();
  client.SendFrame(0x88, CloseText(1000));
}

std::vector<Path> Paths() {
  const std::vector<std::string> protoo = {"--protoo", "join"};
  return {
      {"CloseReason",
       [](Conversation& client) {
         client.Handshake();
         Close(client, kPoison);
       },
       {"-v"}},
      {"StatusLine",
       [](Conversation& client) {
         Refuse(client, "HTTP/1.1 403 " + kUnicode + "\r\nContent-Length: 0\r\n\r\n");
       },
       {"-v"}},
      {"BrokenHead",
       [](Conversation& client) {
         Refuse(client, "HTTP/1.1 403 " + kUnicode + "\r\nX: " + kEscape + "\r\n\r\n");
       },
       {"-v"}},
      {"HeaderValue",
       [](Conversation& client) {
         client.Handshake("X-Motd: " + kUnicode + "\r\n");
         Close(client, "");
       },
       {"-v"}},
      {"InterimHeaderValue",
       [](Conversation& client) {
         Refuse(client,
                "HTTP/1.1 103 Hints\r\nLink: " + kUnicode + "\r\n\r\nHTTP/1.1 204 x\r\n\r\n");
       },
       {"-v"}},
      {"Location",
       [](Conversation& client) {
         Refuse(client,
                "HTTP/1.1 302 Found\r\nLocation: /" + kUnicode + "\r\nContent-Length: 0\r\n\r\n");
       },
       {}},
      {"RefusalBody",
       [](Conversation& client) {
         Refuse(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: " +
                            std::to_string(kPoison.size()) + "\r\n\r\n" + kPoison);
       },
       {}},
      {"Subprotocol",
       [](Conversation& client) {
         client.Handshake("Sec-WebSocket-Protocol: " + kUnicode + "\r\n");
         client.ReadToEnd();
       },
       {}},
      {"MessageInTheLog",
       [](Conversation& client) {
         client.Handshake("Sec-WebSocket-Protocol: protoo\r\n");
         client.ReadFrame();
         client.SendFrame(0x81, kPoison);
         client.SendFrame(0x82, kPoison);
         client.SendFrame(0x89, kPoison);
         Close(client, "");
       },
       {"-v", "--protoo", "join"}},
      {"ProtooError",
       [](Conversation& client) {
         AnswerProtoo(client, "\"ok\":false,\"errorCode\":1,\"errorReason\":\"\\u001b]0;\\u0007" +
                                  kUnicode + "\"");
       },
       protoo},
  };
}

void PrintTo(const Path& path, std::ostream* out) {
  *out << path.name;
}

class TerminalSafety : public ::testing::TestWithParam<Path> {};
INSTANTIATE_TEST_SUITE_P(Paths, TerminalSafety, ::testing::ValuesIn(Paths()),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(TerminalSafety, ShowsAndDoesNotObeyWhatTheServerSays) {
  ScriptedServer server(GetParam().server);
  std::vector<std::string> arguments = GetParam().arguments;
  arguments.push_back(server.Url());
  const Finished run(std::move(arguments));
  EXPECT_NE(run.exit_code, 0);
  const std::string& said = run.child.Stderr();
  EXPECT_THAT(said, HasSubstr(kShown));
  EXPECT_THAT(said, Not(HasSubstr("\x1b")));
  EXPECT_THAT(said, Not(HasSubstr("\x07")));
  EXPECT_THAT(said, Not(HasSubstr("\xC2\x9B")));
  EXPECT_THAT(said, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_EQ(server.Join(), "");
}

}  // namespace
