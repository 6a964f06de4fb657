// --help, --man and --completion: made from the same options, and understood by man and bash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/05_websocket/support/program_run.h"

namespace {

using std::string_literals::operator""s;
using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::Finished;

std::string Printed(const std::string& option) {
  const Finished run({option});
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  return run.child.Stdout();
}

// Every long option that --help shows at the start of a line.
std::set<std::string> OptionsOfHelp() {
  const std::string help = Printed("--help");
  const std::regex option("\n  (?:-[a-zA-Z0-9],)?(--[a-z-]+)");
  std::set<std::string> options;
  for (std::sregex_iterator found(help.begin(), help.end(), option), end; found != end; ++found) {
    options.insert((*found)[1]);
  }
  EXPECT_GT(options.size(), 35U);
  return options;
}

TEST(ProgramHelp, HasGroupsExamplesAndExitCodes) {
  const std::string help = Printed("--help");
  for (const char* heading :
       {"What is sent:", "What is printed:", "When it ends:", "Who asks, and for what:",
        "TLS, for wss:", "Which way:", "Limits:", "Examples:", "Exit codes:"}) {
    EXPECT_THAT(help, HasSubstr("\n"s + heading + "\n"));
  }
  const std::string examples =
      help.substr(help.find("Examples:"), help.find("Exit codes:") - help.find("Examples:"));
  EXPECT_EQ(ws_test::LinesOf(examples), 7) << "a heading, five examples, an empty line";
}

TEST(ProgramHelp, SaysThatEachStepHasTheConnectTimeoutOfItsOwn) {
  EXPECT_THAT(Printed("--help"), HasSubstr("each has this time of its own"));
}

TEST(ProgramMan, HasEveryOptionAndPleasesMan) {
  const std::string page = Printed("--man");
  for (const std::string& option : OptionsOfHelp()) {
    std::string word;
    for (const char c : option) word += c == '-' ? "\\-"s : std::string(1, c);
    EXPECT_THAT(page, HasSubstr("\\fB" + word + "\\fR")) << option;
  }
  for (const char* heading : {"SYNOPSIS", "OPTIONS", "COMMANDS", "EXAMPLES", "EXIT CODES"}) {
    EXPECT_THAT(page, HasSubstr(".SH "s + heading + "\n"));
  }
  EXPECT_THAT(page, HasSubstr(".SS peer listen\n"));
}

// What bash offers behind these words, the last of which is being typed.
std::string Completed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += "'" + word + "' ";
  const test_support::Outcome bash = test_support::RunToEnd(
      {"bash", "--norc", "-c",
       "source <('"s + NETLADDER_PROGRAM + "' --completion) && COMP_WORDS=(" + list + ") && " +
           "COMP_CWORD=" + std::to_string(words.size() - 1) +
           " && _05_websocket && echo \"${COMPREPLY[*]}\""});
  EXPECT_EQ(bash.exit_code, 0) << bash.err;
  EXPECT_EQ(bash.err, "");
  return bash.out;
}

TEST(ProgramCompletion, KnowsEveryOption) {
  const std::string offered = " " + Completed({"05_websocket", "--"});
  for (const std::string& option : OptionsOfHelp()) {
    EXPECT_THAT(offered, ::testing::ContainsRegex("[ \n]" + option + "[ \n]"));
  }
}

TEST(ProgramCompletion, KnowsCommandsValuesAndFiles) {
  EXPECT_EQ(Completed({"05_websocket", "pe"}), "peer\n");
  EXPECT_EQ(Completed({"05_websocket", "peer", "li"}), "listen\n");
  EXPECT_EQ(Completed({"05_websocket", "--backend", ""}), "epoll wsa\n");
  EXPECT_THAT(Completed({"05_websocket", "bench", "ws://h/", "p"}), HasSubstr("pingpong"));
  EXPECT_EQ(Completed({"05_websocket", "--ca", "/etc/host"}).substr(0, 9), "/etc/host");
  EXPECT_EQ(Completed({"05_websocket", "--user", "--"}), "\n") << "a name cannot be guessed";
}

}  // namespace
