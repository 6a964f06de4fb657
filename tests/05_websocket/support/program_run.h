// Runs the program of lesson 05 as a user does.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_PROGRAM_RUN_H_
#define TESTS_05_WEBSOCKET_SUPPORT_PROGRAM_RUN_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/child_process.h"

namespace ws_test {

/// The program with these arguments.
inline std::vector<std::string> Command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), NETLADDER_PROGRAM);
  return arguments;
}

/// One run from start to end.
struct Finished {
  explicit Finished(std::vector<std::string> arguments, const std::string& input = "")
      : child(Command(std::move(arguments))) {
    if (!input.empty()) child.WriteStdin(input);
    child.CloseStdin();
    exit_code = child.WaitExit();
  }
  test_support::ChildProcess child;  // what it printed
  int exit_code = -1;                // how it ended
};

inline long LinesOf(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_PROGRAM_RUN_H_
