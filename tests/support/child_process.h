// Another program, started by a test: its standard streams, its end, and no leftovers.
//
// POSIX only. The destructor kills the child by its own process id and waits for it, so a failing
// test leaves no server behind that the next run would stumble over.
#ifndef TESTS_SUPPORT_CHILD_PROCESS_H_
#define TESTS_SUPPORT_CHILD_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/patience.h"

namespace test_support {

/// Runs `argv` and collects what it prints. One thread.
class ChildProcess {
 public:
  using Milliseconds = std::chrono::milliseconds;
  /// What WaitExit returns if the child still runs when patience is over.
  static constexpr int kStillRunning = -1;

  /// Starts argv[0], looked up in PATH if it has no slash.
  /// @throws std::runtime_error if it cannot be started.
  explicit ChildProcess(const std::vector<std::string>& argv);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The next line of the child's standard output without its line feed; nothing at the end of the
  /// output or when patience is over.
  std::optional<std::string> ReadLine(Milliseconds patience = kLongPatience);

  /// Writes to the child's standard input. Returns false if it has closed it.
  bool WriteStdin(std::string_view text, Milliseconds patience = kLongPatience);
  /// Closes the child's standard input: it reads the end of its input.
  void CloseStdin();

  /// Sends a signal to this child.
  void Terminate(int signal = SIGTERM) const;

  /// Waits for the end and returns the exit code, 128 + signal, or kStillRunning.
  int WaitExit(Milliseconds patience = kLongPatience);

  /// The process id.
  pid_t pid() const { return pid_; }
  /// Standard output so far, except the lines that ReadLine returned.
  const std::string& Stdout() const { return out_.text; }
  /// Standard error so far.
  const std::string& Stderr() const { return err_.text; }

 private:
  struct Stream {
    int fd = -1;       // our end of the pipe, or -1 after the end of the stream
    std::string text;  // read and not used up
  };

  void Start(const std::vector<std::string>& argv);
  void Pump(Milliseconds patience);
  static void ReadSome(Stream* stream);
  bool Reap();

  pid_t pid_ = -1;                // the child
  std::optional<int> exit_code_;  // set once the child was waited for
  int in_ = -1;                   // writes to the child's standard input
  Stream out_;                    // its standard output
  Stream err_;                    // its standard error
};

/// What a run of a program left.
struct Outcome {
  int exit_code;         // or 128 + signal, or ChildProcess::kStillRunning
  std::string out, err;  // what it printed
};

/// Runs `argv` with `input` on its standard input, until it ends or patience is over.
Outcome RunToEnd(const std::vector<std::string>& argv, std::string_view input = {});

}  // namespace test_support

#endif  // TESTS_SUPPORT_CHILD_PROCESS_H_
