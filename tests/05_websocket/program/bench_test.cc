// The bench command: it measures what came back, and says so when nothing does.
#include "05_websocket/program/bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "05_websocket/loopback/server.h"
#include "support/command_line.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using l05::BenchArguments;
using l05::ClientArguments;
using ::testing::HasSubstr;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::ScriptedServer;

ClientArguments At(const std::string& url) {
  ClientArguments arguments;
  arguments.url = url;
  return arguments;
}

// The modes in which echoes count.
class Bench : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Modes, Bench, ::testing::Values("pingpong", "stream", "flood"),
                         [](const auto& tested) { return tested.param; });

class BenchLine : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Modes, BenchLine, ::testing::ValuesIn(l05::kBenchModes),
                         [](const auto& tested) { return tested.param; });

std::string TargetFor(const std::string& mode, unsigned count, unsigned size) {
  if (mode != "recv") return "/echo";
  return "/source?count=" + std::to_string(count) + "&size=" + std::to_string(size);
}

TEST_P(BenchLine, CountsExactlyAsManyMessagesAsAskedForAndClosesInOrder) {
  for (const auto& [count, size] :
       std::vector<std::pair<unsigned, unsigned>>{{1, 0}, {100, 32}, {40, 65536}, {2, 3'000'000}}) {
    l05::LoopbackServer server;
    ::testing::internal::CaptureStdout();
    const std::string url = server.Url(TargetFor(GetParam(), count, size));
    EXPECT_EQ(l05::RunBench(At(url), {GetParam(), count, size}), 0);
    const std::string line = ::testing::internal::GetCapturedStdout();
    const std::regex expected(
        "mode=" + GetParam() + " count=" + std::to_string(count) + " size=" + std::to_string(size) +
        " seconds=[0-9.]+ msgs_per_s=[0-9.]+ mb_per_s=[0-9.]+ cpu_ns=[0-9]+\n");
    EXPECT_TRUE(std::regex_match(line, expected)) << line;
    EXPECT_EQ(server.Report().close_codes, std::vector<int>{1000});
    EXPECT_GE(server.Report().frames, GetParam() == "recv" ? 0 : count);
  }
}

std::string FailureOf(const ClientArguments& client, const BenchArguments& bench) {
  try {
    l05::RunBench(client, bench);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no failure";
}

TEST_P(Bench, FailsWhenTheEchoIsAnotherMessage) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.SendFrame(0x82, "yyyy");
    client.ReadToEnd();
  });
  EXPECT_EQ(FailureOf(At(server.Url()), {GetParam(), 3, 4}), "message 1 is no echo of ours");
}

TEST_P(Bench, FailsWhenTheServerEndsTheConnectionEarly) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.SendFrame(0x88, CloseText(1013, "busy"));
    client.ReadFrames();
  });
  EXPECT_THAT(FailureOf(At(server.Url()), {GetParam(), 3, 4}), HasSubstr("1013"));
}

TEST(BenchSend, FailsWhenTheServerDoesNotReadEverything) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.SendFrame(0x88, CloseText(1000));
    client.Close();
  });
  EXPECT_NE(FailureOf(At(server.Url()), {"send", 2000, 100'000}), "no failure");
}

TEST(BenchRecv, FailsWhenAMessageHasAnotherSizeOrOneIsMissing) {
  l05::LoopbackServer server;
  EXPECT_EQ(FailureOf(At(server.Url("/source?count=3&size=5")), {"recv", 3, 4}),
            "message 1 has 5 octets");
  ScriptedServer early([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x82, "four");
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  EXPECT_NE(FailureOf(At(early.Url()), {"recv", 2, 4}), "no failure");
}

// The processor's time, not the clock's: a server that lets us wait costs nothing.
TEST(BenchCpu, DoesNotCountWaiting) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    const std::string payload = client.ReadFrame().payload;
    EXPECT_TRUE(client.StaysSilent(300));
    client.SendFrame(0x82, payload);
    client.SendFrame(0x88, client.ReadFrame().payload);
  });
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(l05::RunBench(At(server.Url()), {"pingpong", 1, 4}), 0);
  const std::string line = ::testing::internal::GetCapturedStdout();
  std::smatch found;
  ASSERT_TRUE(std::regex_search(line, found, std::regex("cpu_ns=([0-9]+)")));
#ifndef _WIN32  // Windows counts in ticks of 15 ms, and this takes less
  EXPECT_GT(std::stod(found[1]), 0);
#endif
  EXPECT_LT(std::stod(found[1]), 300e6) << line;
}

TEST(BenchArguments, MustNameAWebSocket) {
  EXPECT_THROW(l05::RunBench(At("nowhere"), {"flood", 1, 1}), support::UsageError);
}

}  // namespace
