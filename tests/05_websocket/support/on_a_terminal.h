// Runs the program of lesson 05 on a terminal of its own. POSIX only.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_ON_A_TERMINAL_H_
#define TESTS_05_WEBSOCKET_SUPPORT_ON_A_TERMINAL_H_

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "tests/05_websocket/support/program_run.h"
#include "tests/support/child_process.h"
#include "tests/support/wait.h"

namespace ws_test {

/// A program with these arguments on a terminal (see on_a_terminal.py): the client, or a shell that
/// runs `line`, in which "$@" is the client.
inline std::vector<std::string> OnATerminal(const std::vector<std::string>& arguments,
                                            const std::string& line = "") {
  std::vector<std::string> command = {"/usr/bin/python3", NETLADDER_ON_A_TERMINAL};
  if (!line.empty()) command.insert(command.end(), {"sh", "-c", line, "sh"});
  command.emplace_back(NETLADDER_PROGRAM);
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

/// What the program wrote until the text came, or until it ended: then also why.
inline std::string ReadUntil(test_support::ChildProcess& child, const std::string& text) {
  using test_support::ChildProcess;
  test_support::WaitUntil([&] {
    const bool ended = child.WaitExit(std::chrono::milliseconds(1)) != ChildProcess::kStillRunning;
    return ended || child.Stdout().find(text) != std::string::npos;
  });
  return child.Stdout() + child.Stderr();
}

/// Why no program can be put on a terminal here: a container may have none. Empty if one can be.
inline std::string NoTerminalsHere() {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  const int error = terminal < 0 ? errno : 0;
  if (terminal >= 0) ::close(terminal);
  // Any other error, such as too many terminals in use, is one that the test shall show.
  if (error != ENOENT && error != ENODEV && error != ENXIO) return "";
  return std::string("this machine has no pseudo-terminals (/dev/ptmx or /dev/pts): ") +
         std::strerror(error);
}

/// Skips its tests where there are no terminals.
class ProgramOnATerminal : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string why = NoTerminalsHere();
    if (!why.empty()) GTEST_SKIP() << why;
    ::setenv("TERM", "xterm", 1);  // a machine that builds has none
    ::setenv("NO_COLOR", "1", 1);  // and marks are easier to find without
  }
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_ON_A_TERMINAL_H_
