// The program as its users meet it: exit codes, error lines, the trace file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"
#include "tests/support/in_front.h"
#include "tests/support/server_process.h"
#include "tests/support/wait.h"

namespace l01 {
namespace {

using test_support::Outcome;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Outcome RunProgram(const std::vector<std::string>& arguments, const std::string& input = "") {
  return test_support::RunToEnd(test_support::Joined({NETLADDER_01_BLOCKING}, arguments), input);
}

TEST(Program, ShowsItsDemoWithoutAnArgument) {
  const Outcome outcome = RunProgram({});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, EndsWith("statements hold.\n"));
}

TEST(Program, ExplainsItselfAndExitsWithZero) {
  const Outcome outcome = RunProgram({"--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  for (const char* word : {"serve", "connect", "--trace"}) {
    EXPECT_THAT(outcome.out, HasSubstr(word));
  }
}

class WrongUsage : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongUsage, ExitsWithTwoAndOneLine) {
  const Outcome outcome = RunProgram(GetParam());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("01_blocking: "));
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

using Arguments = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    Arguments, WrongUsage,
    testing::Values(Arguments{"nonsense"}, Arguments{"serve"}, Arguments{"serve", "--port", "x"},
                    Arguments{"serve", "--port", "65536"}, Arguments{"serve", "--port", "-1"},
                    Arguments{"serve", "--port", ""}, Arguments{"serve", "--port", "0x50"},
                    Arguments{"serve", "--port", "010"}, Arguments{"serve", "--port", "+80"},
                    Arguments{"serve", "--port", " 80"}, Arguments{"serve", "--port", "80 "},
                    Arguments{"connect", "127.0.0.1", "0x50"},
                    Arguments{"connect", "127.0.0.1", ""},
                    Arguments{"serve", "--port", "0", "--mode", "magic"},
                    Arguments{"serve", "--port", "0", "--bind", "localhost"}, Arguments{"connect"},
                    Arguments{"connect", "127.0.0.1", "0"}, Arguments{"--trace"}));

TEST(Program, ReportsARefusedConnectionInOneLine) {
  Socket nobody = Socket::OpenTcp(AF_INET);
  nobody.Bind(Endpoint::Loopback());
  const Endpoint dead = nobody.LocalEndpoint();
  const Outcome outcome = RunProgram({"connect", "127.0.0.1", std::to_string(dead.port())});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "01_blocking: connect " + dead.ToString() + ": Connection refused\n");
}

TEST(Program, ReportsAPortThatIsTaken) {
  const Socket first = ListenOn(Endpoint::Loopback());
  const Endpoint taken = first.LocalEndpoint();
  const Outcome outcome = RunProgram({"serve", "--port", std::to_string(taken.port())});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr(taken.ToString() + ": Address already in use"));
}

// With a closed stdout the first socket would be number 1, and "listening on" would go to a client.
TEST(Program, KeepsItsOutputAwayFromItsClientsWhenItsStreamsAreClosed) {
  const Endpoint where = [] {
    Socket probe = Socket::OpenTcp(AF_INET);
    probe.Bind(Endpoint::Loopback());
    return probe.LocalEndpoint();
  }();
  test_support::ChildProcess server({"sh", "-c", "exec \"$@\" 0<&- 1>&- 2>&-", "sh",
                                     NETLADDER_01_BLOCKING, "serve", "--port",
                                     std::to_string(where.port())});
  std::optional<Socket> client;
  EXPECT_TRUE(test_support::WaitUntil([&] {
    try {
      client = ConnectTo(where);
    } catch (const SocketError&) {
      return false;  // not listening yet
    }
    return true;
  }));
  ASSERT_TRUE(client.has_value());
  EXPECT_EQ(Exchange(*client, "hello"), "hello");
  server.Terminate();
  EXPECT_EQ(server.WaitExit(), 0);
}

TEST(Program, ReportsATraceFileThatCannotBeWritten) {
  const Outcome outcome = RunProgram({"--trace", "/no/such/folder/trace.json"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err,
            "01_blocking: open /no/such/folder/trace.json: No such file or directory\n");
}

TEST(Program, ConnectSendsItsInputAndPrintsTheAnswer) {
  const test_support::ServerProcess server({NETLADDER_01_BLOCKING, "serve"});
  const std::string port = std::to_string(server.endpoint().port());
  const Outcome outcome = RunProgram({"connect", "localhost", port}, "one line\nand another");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "one line\nand another");
}

TEST(Program, WritesATraceThatIsJson) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("netladder-trace-" + std::to_string(::getpid()));
  EXPECT_EQ(RunProgram({"--trace", path.string()}).exit_code, 0);
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  std::filesystem::remove(path);
  EXPECT_THAT(text.str(), StartsWith("[\n{\"name\":"));
  EXPECT_THAT(text.str(), EndsWith("}\n]\n"));
  EXPECT_THAT(text.str(), HasSubstr("\"name\":\"recv\""));
}

}  // namespace
}  // namespace l01
