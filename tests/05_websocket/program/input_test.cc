// Every line of the input is sent in order, or the program says how many were not, and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "support/latch.h"
#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/wait.h"

namespace {

using std::string_literals::operator""s;
using test_support::ChildProcess;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ws_test::ClientFrame;
using ws_test::CloseText;
using ws_test::Command;
using ws_test::Conversation;
using ws_test::Finished;
using ws_test::LinesOf;
using ws_test::ScriptedServer;

// A file that exists as long as this object.
class InputFile {
 public:
  explicit InputFile(const std::string& text) : path_(::testing::TempDir() + "netladder_XXXXXX") {
    const int fd = ::mkstemp(path_.data());
    EXPECT_GE(fd, 0);
    std::ofstream(path_, std::ios::binary) << text;
    if (fd >= 0) std::fclose(::fdopen(fd, "r"));
  }
  ~InputFile() { std::remove(path_.c_str()); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The program with these arguments, from a shell that does `redirections`.
std::vector<std::string> Shell(const std::string& redirections, const std::string& arguments) {
  return {"sh", "-c", "exec '"s + NETLADDER_PROGRAM + "' " + arguments + " " + redirections};
}

// The program whose streams of these numbers are non-blocking.
std::vector<std::string> NonBlocking(const std::string& streams, const std::string& url) {
  return {
      "/usr/bin/python3",
      "-c",
      "import fcntl, os, sys\n"
      "for c in sys.argv[1]:\n"
      "  fcntl.fcntl(int(c), fcntl.F_SETFL, os.O_NONBLOCK | fcntl.fcntl(int(c), fcntl.F_GETFL))\n"
      "os.execv(sys.argv[2], sys.argv[2:])",
      streams,
      NETLADDER_PROGRAM,
      url};
}

std::string Lines(int count, std::size_t size) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    lines += std::to_string(i) + " " + std::string(size, 'x') + "\n";
  }
  return lines;
}

// Reads data frames up to the Close frame and returns how many they were; each must begin with its
// number.
int ReadNumbered(Conversation& client) {
  int count = 0;
  for (ClientFrame frame = client.ReadFrame(); frame.opcode == 1; frame = client.ReadFrame()) {
    EXPECT_THAT(frame.payload, StartsWith(std::to_string(count) + " "));
    ++count;
  }
  return count;
}

// "05_websocket: why; K of M lines were not sent": K, or -1.
int NotSent(const std::string& text, int all) {
  const std::string end = " of " + std::to_string(all) + " lines were not sent";
  const std::size_t at = text.find(end);
  if (at == std::string::npos) return -1;
  return std::atoi(text.c_str() + text.rfind(' ', at - 1));
}

// The queue fills up, SignalWritable and new lines take turns: the place where lines got lost.
TEST(ProgramInput, LosesNoLineToAServerThatBeginsLateToRead) {
  constexpr int kLines = 20000;
  support::Latch full(1);
  int received = 0;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    full.wait();
    received = ReadNumbered(client);
    client.SendFrame(0x88, CloseText(1000));
  });
  const InputFile input(Lines(kLines, 1000));
  ChildProcess child(Shell("<" + input.path(), "--no-compress " + server.Url()));
  // The program has read all it will: its place in the file does not move any more.
  const std::string place = "/proc/" + std::to_string(child.pid()) + "/fdinfo/0";
  const auto read = [&] {
    child.WaitExit(std::chrono::milliseconds(1));
    std::string pos;
    std::getline(std::ifstream(place), pos);
    return std::stoull(pos.substr(pos.find('\t') + 1));
  };
  EXPECT_TRUE(test_support::WaitUntil([&] { return read() > 0; }));
  EXPECT_TRUE(test_support::WaitUntilItStandsStill(read));
  EXPECT_LT(read(), Lines(kLines, 1000).size()) << "the rest stays in the file";
  full.count_down();
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(received, kLines);
}

TEST(ProgramInput, CountsLinesThatAreNotUtf8) {
  int received = 0;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    received = static_cast<int>(client.ReadFrames().size()) - 1;
    client.SendFrame(0x88, CloseText(1000));
  });
  const Finished run({server.Url()}, "caf\xE9\nok\n\xFF\nlast\n");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.child.Stderr(), HasSubstr("2 of 4 lines were not sent: not UTF-8\n"));
  EXPECT_EQ(LinesOf(run.child.Stderr()), 1);
  EXPECT_EQ(server.Join(), "");  // its thread wrote `received`
  EXPECT_EQ(received, 2);
}

TEST(ProgramInput, CountsLinesThatCameAfterTheServerHadSaidGoodbye) {
  support::Latch left(1);
  support::Latch written(1);
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    for (int i = 0; i < 3; ++i) client.ReadFrame();
    client.SendFrame(0x88, CloseText(1000, "enough"));
    EXPECT_EQ(client.ReadFrame().opcode, 8);
    left.count_down();
    written.wait();
  });
  ChildProcess child(Command({server.Url()}));
  child.WriteStdin("1\n2\n3\n");
  left.wait();
  child.WriteStdin("4\n5\n6\n7\nno line end");
  child.CloseStdin();
  written.count_down();
  EXPECT_EQ(child.WaitExit(), 1);
  EXPECT_EQ(
      child.Stderr(),
      "05_websocket: closed with 1000 (normal closure): enough; 5 of 8 lines were not sent\n");
}

TEST(ProgramInput, LeavesNothingOverWhenTheServerClosesAndNobodyWrites) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  ChildProcess child(Command({server.Url()}));
  child.WriteStdin("question\n");  // and the input stays open
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
}

TEST(ProgramInput, AccountsForEachLineOfAFileThatTheServerDoesNotWant) {
  constexpr int kLines = 30000;
  int received = 0;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    received = 1;
    client.ReadFrame();
    client.SendFrame(0x88, CloseText(1000));
    // What is on its way still comes, and then the answer to our Close frame.
    for (int opcode = client.ReadFrame().opcode; opcode == 1; opcode = client.ReadFrame().opcode) {
      ++received;
    }
  });
  const InputFile input(Lines(kLines, 500));
  ChildProcess child(Shell("<" + input.path(), "--no-compress " + server.Url()));
  EXPECT_EQ(child.WaitExit(), 1);
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(NotSent(child.Stderr(), kLines), kLines - received) << child.Stderr();
  EXPECT_EQ(LinesOf(child.Stderr()), 1) << child.Stderr();
}

TEST(ProgramInput, CountsWhatAResetLeavesBehind) {
  constexpr int kLines = 30000;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    client.ReadFrame();
    client.Reset();
  });
  const InputFile input(Lines(kLines, 500));
  ChildProcess child(Shell("<" + input.path(), "--no-compress " + server.Url()));
  EXPECT_EQ(child.WaitExit(), 1);
  EXPECT_GT(NotSent(child.Stderr(), kLines), 0) << child.Stderr();
  EXPECT_EQ(LinesOf(child.Stderr()), 1);
  EXPECT_THAT(child.Stderr(), AnyOf(HasSubstr("reset by peer"), HasSubstr("Broken pipe")));
}

TEST(ProgramInput, ThatCannotBeReadIsAnError) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadFrames();
    client.SendFrame(0x88, CloseText(1000));
  });
  ChildProcess child(Shell("</", server.Url()));
  EXPECT_EQ(child.WaitExit(), 1);
  EXPECT_THAT(child.Stderr(), HasSubstr("read standard input: Is a directory\n"));
}

// Whoever shares a pipe with us may have made it non-blocking, at any time.
TEST(ProgramStreams, MayBeNonBlocking) {
  support::Latch first(1);
  support::Latch read(1);
  std::vector<ClientFrame> frames;
  const std::string large(300'000, 'y');
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    client.Send(ws_test::ServerFrame(0x81, large));
    first.count_down();
    frames.push_back(client.ReadFrame());
    read.count_down();
    frames.push_back(client.ReadFrame());
    client.SendFrame(0x88, client.ReadFrame().payload);
  });
  ChildProcess child(NonBlocking("01", server.Url()));
  first.wait();
  child.WriteStdin("one\n");
  read.wait();
  child.WriteStdin("two\n");
  child.CloseStdin();
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(frames[1].payload, "two");
  EXPECT_TRUE(child.Stdout() == large + "\n");
}

// The socket would become descriptor 0, 1 or 2, and get what is printed there.
TEST(ProgramStreams, MayBeClosed) {
  for (const std::string closed : {"<&-", ">&- </dev/null", "2>&- </dev/null", "<&- >&- 2>&-"}) {
    std::vector<ClientFrame> frames;
    ScriptedServer server([&](Conversation& client) {
      client.Handshake();
      client.SendFrame(0x81, "hello");
      frames = client.ReadFrames();
      client.SendFrame(0x88, CloseText(1000));
    });
    ChildProcess child(Shell(closed, "-v " + server.Url()));
    EXPECT_EQ(child.WaitExit(), 0) << closed;
    EXPECT_EQ(server.Join(), "") << closed;
    ASSERT_EQ(frames.size(), 1U) << closed;
    EXPECT_EQ(frames[0].opcode, 8) << closed;
  }
}

// A reader that stops makes us stop reading, and loses nothing.
TEST(ProgramOutput, ThatStandsSlowsTheServerDown) {
  constexpr int kMessages = 3000;
  const std::string message(10'000, 'y');
  std::atomic<int> sent = 0;
  ScriptedServer server([&](Conversation& client) {
    client.Handshake();
    for (; sent < kMessages; ++sent) client.SendFrame(0x81, message);
    client.SendFrame(0x88, CloseText(1000));
    client.ReadFrames();
  });
  ChildProcess child(Command({server.Url()}));  // nobody reads its output
  EXPECT_TRUE(test_support::WaitUntil([&] { return sent > 0; }));
  EXPECT_TRUE(test_support::WaitUntilItStandsStill([&] { return sent.load(); }));
  EXPECT_LT(sent, kMessages) << "30 MB went somewhere";
  child.CloseStdin();
  EXPECT_EQ(child.WaitExit(), 0) << child.Stderr();
  EXPECT_EQ(server.Join(), "");
  EXPECT_EQ(child.Stdout().size(), kMessages * (message.size() + 1));
}

}  // namespace
