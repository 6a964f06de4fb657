// A person at a terminal: long lines, history, messages that come while one types, and commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "05_websocket/loopback/server.h"
#include "support/latch.h"
#include "tests/05_websocket/support/on_a_terminal.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using test_support::ChildProcess;
using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::OnATerminal;
using ws_test::ReadUntil;
using ws_test::ScriptedServer;

using ProgramLineEditor = ws_test::ProgramOnATerminal;

// A server that keeps what comes, up to the Close frame, which it answers.
struct Listener {
  std::vector<ClientFrame> frames;
  ScriptedServer server{[this](Conversation& client) {
    client.Handshake();
    frames = client.ReadFrames();
    if (!frames.empty()) client.SendFrame(0x88, frames.back().payload);
  }};
};

// The system's own line ends at 4,095 octets, and what is typed behind them is dropped.
TEST_F(ProgramLineEditor, SendsALineOf100KiB) {
  Listener listener;
  ChildProcess child(OnATerminal({"--no-compress", listener.server.Url()}));
  ReadUntil(child, "> ");
  const std::string line = "first " + std::string(100 * 1024, 'x') + " last";
  child.WriteStdin(line + "\n");
  child.WriteStdin("\x04");
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  ASSERT_EQ(listener.server.Join(), "");
  ASSERT_EQ(listener.frames.size(), 2U);
  EXPECT_TRUE(listener.frames[0].payload == line) << listener.frames[0].payload.size();
}

// Standard output is a file, and the long line still arrives.
TEST_F(ProgramLineEditor, WorksWhenTheOutputIsNoTerminal) {
  Listener listener;
  ChildProcess child(
      OnATerminal({"--no-compress", listener.server.Url()}, "exec \"$@\" >/dev/null"));
  const std::string line(10'000, 'y');
  // No prompt shows that it is time to type, but the switch to keys does.
  EXPECT_THAT(ReadUntil(child, "\x1b[?2004h"), HasSubstr("\x1b[?2004h"));
  child.WriteStdin(line + "\n");
  child.WriteStdin("\x04");
  EXPECT_EQ(child.WaitExit(), 0) << child.Stdout();
  ASSERT_EQ(listener.server.Join(), "");
  EXPECT_TRUE(listener.frames[0].payload == line) << listener.frames[0].payload.size();
}

TEST_F(ProgramLineEditor, DrawsTheHalfTypedLineAgainBelowAMessage) {
  support::Latch typed(1);
  std::vector<ClientFrame> frames;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    typed.wait();
    client.SendFrame(0x81, "a message");
    frames = client.ReadFrames();
    client.SendFrame(0x88, frames.back().payload);
  });
  ChildProcess child(OnATerminal({server.Url()}));
  ReadUntil(child, "> ");
  child.WriteStdin("half-typed");
  ReadUntil(child, "half-typed");
  typed.count_down();
  EXPECT_THAT(ReadUntil(child, "< a message\r\n> half-typed"),
              HasSubstr("< a message\r\n> half-typed"));
  child.WriteStdin(" line\n");
  child.WriteStdin("\x04");
  EXPECT_EQ(child.WaitExit(), 0);
  ASSERT_EQ(server.Join(), "");
  EXPECT_EQ(frames[0].payload, "half-typed line");
}

TEST_F(ProgramLineEditor, BringsTheLastLineBackAndLetsItBeEdited) {
  Listener listener;
  ChildProcess child(OnATerminal({listener.server.Url()}));
  ReadUntil(child, "> ");
  child.WriteStdin("hello\n\x1b[A, again\n");  // the key "up"
  child.WriteStdin("\x04");
  EXPECT_EQ(child.WaitExit(), 0);
  ASSERT_EQ(listener.server.Join(), "");
  ASSERT_EQ(listener.frames.size(), 3U);
  EXPECT_EQ(listener.frames[1].payload, "hello, again");
}

// What is pasted is shown first, and sent when Enter is pressed.
TEST_F(ProgramLineEditor, TakesAPasteOfSeveralLinesAsOneMessage) {
  Listener listener;
  ChildProcess child(OnATerminal({listener.server.Url()}));
  ReadUntil(child, "> ");
  child.WriteStdin("\x1b[200~{\n\t\"a\": 1\n}\x1b[201~\n");
  child.WriteStdin("\x04");
  EXPECT_EQ(child.WaitExit(), 0);
  ASSERT_EQ(listener.server.Join(), "");
  ASSERT_EQ(listener.frames.size(), 2U);
  EXPECT_EQ(listener.frames[0].payload, "{\n\t\"a\": 1\n}");
}

// Somebody's connection breaks in the middle of a paste, or a hostile page put only its first mark
// there.
TEST_F(ProgramLineEditor, GoesOnWhileTheEndOfAPasteIsMissing) {
  support::Latch pasting(1);
  std::vector<ClientFrame> frames;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    pasting.wait();
    client.SendFrame(0x81, "a message");
    frames = client.ReadFrames();
    client.SendFrame(0x88, frames.back().payload);
  });
  ChildProcess child(OnATerminal({server.Url()}));
  ReadUntil(child, "> ");
  child.WriteStdin("seen \x1b[200~half of\r");
  ReadUntil(child, "seen ");
  pasting.count_down();
  EXPECT_THAT(ReadUntil(child, "< a message"), HasSubstr("< a message"));
  child.WriteStdin("a paste\x1b[201~\n\x04");
  EXPECT_EQ(child.WaitExit(), 0);
  ASSERT_EQ(server.Join(), "");
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "seen half of\na paste");
}

TEST_F(ProgramLineEditor, ObeysCommandsAndSendsOtherLinesThatBeginWithASlash) {
  Listener listener;
  ChildProcess child(OnATerminal({listener.server.Url()}));
  ReadUntil(child, "> ");
  child.WriteStdin("/ping are you there\n//help\n/help\n");
  EXPECT_THAT(ReadUntil(child, "/ping [TEXT]"), HasSubstr("/ping [TEXT], /close [CODE [REASON]]"));
  child.WriteStdin("/close 4321 that was all\n");
  EXPECT_EQ(child.WaitExit(), 0) << child.Stdout();
  ASSERT_EQ(listener.server.Join(), "");
  ASSERT_EQ(listener.frames.size(), 3U);
  EXPECT_EQ(listener.frames[0].opcode, 9);
  EXPECT_EQ(listener.frames[0].payload, "are you there");
  EXPECT_EQ(listener.frames[1].payload, "/help");
  EXPECT_EQ(listener.frames[2].payload, CloseText(4321, "that was all"));
}

TEST_F(ProgramLineEditor, LeavesSlashesInAPipeAlone) {
  Listener listener;
  const ws_test::Finished run({listener.server.Url()}, "/close\n//x\n");
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  ASSERT_EQ(listener.server.Join(), "");
  EXPECT_EQ(listener.frames[0].payload, "/close");
  EXPECT_EQ(listener.frames[1].payload, "//x");
}

TEST_F(ProgramLineEditor, SaysThatItIsConnectedAndShowsPingsIfAsked) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.SendFrame(0x89, "are you \x1b[2J there");
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  const std::string url = server.Url("/room");
  ChildProcess child(OnATerminal({"--show-pings", "ws://me:secret@" + url.substr(5)}));
  EXPECT_EQ(child.WaitExit(), 0);
  const std::string shown = child.Stdout() + child.Stderr();
  EXPECT_THAT(shown, HasSubstr("* connected to " + url));
  EXPECT_THAT(shown, HasSubstr(" ping, 18 octets: are you \\x1b[2J there"));
  EXPECT_THAT(shown, Not(HasSubstr("secret")));
}

TEST_F(ProgramLineEditor, HasColoursUnlessNoColorIsSet) {
  for (const std::string refused : {"", "1"}) {
    ScriptedServer server([](Conversation& client) {
      client.Handshake();
      client.SendFrame(0x81, "hello");
      client.SendFrame(0x88, CloseText(1000));
      client.ReadFrames();
    });
    ::setenv("NO_COLOR", refused.c_str(), 1);
    ChildProcess child(OnATerminal({server.Url()}));
    ::unsetenv("NO_COLOR");
    EXPECT_EQ(child.WaitExit(), 0);
    EXPECT_EQ(child.Stdout().find("\x1b[36m<") != std::string::npos, refused.empty());
  }
}

// The shell that started us must find its terminal as it was.
TEST_F(ProgramLineEditor, GivesTheTerminalBack) {
  Listener listener;
  ChildProcess child(OnATerminal({listener.server.Url()}, "\"$@\"; stty -a"));
  ReadUntil(child, "> ");
  child.WriteStdin("hello\n\x04");
  EXPECT_EQ(child.WaitExit(), 0);
  EXPECT_THAT(child.Stdout(), HasSubstr(" icanon"));
  EXPECT_THAT(child.Stdout(), HasSubstr(" echo "));
}

}  // namespace
