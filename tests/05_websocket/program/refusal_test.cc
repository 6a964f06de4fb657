// A server says no, and the program passes on what it said: at once, and on one line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "04_dispatcher/loop/backend.h"
#include "05_websocket/client/options.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::ScriptedServer;

// How the server marks the end of its body; and it keeps the connection open in any case.
struct Framing {
  const char* name;    // for the test's name
  const char* header;  // the lines that say how long the body is
  const char* body;    // as it travels
};

class Refusal : public ::testing::TestWithParam<Framing> {};
INSTANTIATE_TEST_SUITE_P(
    Framings, Refusal,
    ::testing::Values(Framing{"Nothing", "", "no such room"},
                      Framing{"ALengthThatNeverComes", "Content-Length: 500\r\n", "no such room"},
                      Framing{"ALengthSaidTwice", "Content-Length: 12, 12\r\n", "no such room"},
                      Framing{"ChunksWithAnExtension", "Transfer-Encoding: chunked\r\n",
                              "c;a=b\r\nno such room\r\n0;a=b\r\n\r\n"},
                      Framing{"ChunksWithATrailer", "Transfer-Encoding: chunked\r\n",
                              "c\r\nno such room\r\n0\r\nX: 1\r\n\r\n"},
                      Framing{"AFoldedHeader", "Content-Length:\r\n  12\r\n", "no such room"}),
    [](const auto& tested) { return std::string(tested.param.name); });

// The limit of the handshake is an hour, so only a report that does not wait for it comes in time.
TEST_P(Refusal, IsReportedWithoutWaitingForTheHandshakesLimit) {
  EXPECT_EQ(l05::Deadlines().refusal, std::chrono::seconds(1));
  for (const l04::BackendKind backend : l04::AvailableBackends()) {
    SCOPED_TRACE(l04::ToString(backend));
    ScriptedServer server([](Conversation& client) {
      client.ReadRequest();
      client.Send(std::string("HTTP/1.1 403 Forbidden\r\n") + GetParam().header + "\r\n");
      EXPECT_TRUE(client.StaysSilent(50)) << "it waits for the body";
      client.Send(GetParam().body);
      client.ReadToEnd();
    });
    const Finished run(
        {"--connect-timeout", "3600", "--backend", l04::ToString(backend), server.Url()});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.child.Stderr(), HasSubstr("the server refused: HTTP 403 Forbidden"));
    EXPECT_THAT(run.child.Stderr(), EndsWith("; the server says: no such room\n"));
    EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
    EXPECT_EQ(server.Join(), "");
  }
}

TEST(RefusalReport, NamesWhereARedirectionLeads) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send(
        "HTTP/1.1 302 Found\r\nLocation: wss://other.example/\r\nContent-Length: 0\r\n\r\n");
    client.ReadToEnd();
  });
  const Finished run({server.Url()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("302 Found, Location: wss://other.example/"));
  EXPECT_EQ(server.Join(), "");
}

TEST(InterimResponse, IsSkippedAndShownInTheLog) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + client.Acceptance());
    client.SendFrame(0x81, "hi");
    client.ReadFrames();
    client.SendFrame(0x88, ws_test::CloseText(1000));
  });
  const Finished run({"-v", server.Url()});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_EQ(run.child.Stdout(), "hi\n");
  EXPECT_THAT(run.child.Stderr(), HasSubstr("<- HTTP/1.1 103 Early Hints\n   Link: </a.css>\n"));
  EXPECT_EQ(server.Join(), "");
}

}  // namespace
