// The program at the beginning of the page: what it can, and what it cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "05_websocket/loopback/server.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/child_process.h"

namespace l05 {
namespace {

using test_support::Outcome;
using test_support::RunToEnd;
using ws_test::Conversation;
using ws_test::ScriptedServer;

Outcome Say(const std::string& port, const std::string& text) {
  return RunToEnd({NETLADDER_05_SMALLEST_SAY, port, text});
}

std::string PortOf(const ScriptedServer& server) {
  const std::string url = server.Url("");
  return url.substr(url.rfind(':') + 1);
}

TEST(SmallestSay, PrintsTheAnswerOfAStrictServerAndClosesInOrder) {
  LoopbackServer server;
  const Outcome outcome = Say(std::to_string(server.address().port()), "Hello");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Hello\n");
  const LoopbackCounts counts = server.Report();
  EXPECT_THAT(counts.close_codes, ::testing::ElementsAre(1000));
  EXPECT_THAT(counts.problems, ::testing::IsEmpty());
}

// A recv of no bytes waits for one: it must not be called for an empty payload.
TEST(SmallestSay, TakesAnEmptyAnswer) {
  LoopbackServer server;
  const Outcome outcome = Say(std::to_string(server.address().port()), "");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "\n");
}

TEST(SmallestSay, TakesAnAnswerThatArrivesOctetByOctet) {
  ScriptedServer server([](Conversation& client) {
    client.SetCut(ws_test::Cut::kOctets);
    client.Handshake();
    client.SendFrame(0x81, client.ReadFrame().payload);
    client.SendFrame(0x88, client.ReadFrame().payload);
    client.ReadToEnd();
  });
  EXPECT_EQ(Say(PortOf(server), "in pieces").out, "in pieces\n");
  EXPECT_EQ(server.Join(), "");
}

TEST(SmallestSay, SaysWhatAServerAnswersThatRefuses) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 403 Forbidden\r\n\r\n");
    client.ReadToEnd();
  });
  const Outcome outcome = Say(PortOf(server), "hello");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, ::testing::StartsWith("HTTP/1.1 403 Forbidden"));
}

// What the rest of the lesson is about.
TEST(SmallestSay, BelievesAServerThatProvesNothing) {
  ScriptedServer server([](Conversation& client) {
    client.ReadRequest();
    client.Send("HTTP/1.1 101 Whatever\r\n\r\n");
    client.SendFrame(0x81, "trust me");
    client.ReadFrame();
    client.SendFrame(0x88, client.ReadFrame().payload);
    client.ReadToEnd();
  });
  EXPECT_EQ(Say(PortOf(server), "hello").out, "trust me\n");
}

TEST(SmallestSay, GivesUpWhenTheServerAsksWhetherItIsThere) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x89, "are you there?");
    client.ReadToEnd();
  });
  const Outcome outcome = Say(PortOf(server), "hello");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "this is not one short text\n");
}

TEST(SmallestSay, GivesUpAtAnAnswerInFragmentsAndAtALongOne) {
  for (const auto& [first, payload] :
       {std::pair(0x01, std::string("Hel")), std::pair(0x81, std::string(126, 'x'))}) {
    ScriptedServer server([first = first, payload = payload](Conversation& client) {
      client.Handshake();
      client.SendFrame(first, payload);
      client.ReadToEnd();
    });
    EXPECT_EQ(Say(PortOf(server), "hello").err, "this is not one short text\n");
  }
}

TEST(SmallestSay, SaysThatTheServerHasLeft) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.Send("\x81");  // the first half of a header
  });
  const Outcome outcome = Say(PortOf(server), "hello");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "the server has left\n");
}

TEST(SmallestSay, SaysWhyItIsNotConnected) {
  l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  const std::string port = std::to_string(listener.LocalEndpoint().port());
  listener.Close();  // now nobody listens there
  EXPECT_EQ(Say(port, "hello").err, "connect: Connection refused\n");
}

TEST(SmallestSay, WantsAPortAndAShortText) {
  EXPECT_EQ(RunToEnd({NETLADDER_05_SMALLEST_SAY, "80"}).exit_code, 2);
  EXPECT_EQ(Say("80", std::string(126, 'x')).exit_code, 2);
}

}  // namespace
}  // namespace l05
