// The command line that all five programs share: no argument runs the demo, `serve` and `connect`
// are the echo server and its client, `--trace FILE` records what happens.
//
// Exit codes: 0 fine; 1 failed, with one line on stderr; 2 bad usage.
#ifndef LESSONS_SUPPORT_COMMAND_LINE_H_
#define LESSONS_SUPPORT_COMMAND_LINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace support {

/// Thrown for an argument that the parser could not judge: the program ends with exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A check for an option: decimal digits without a zero in front, in this range. The parser itself
/// takes 010 for eight, 0x50 for eighty and nothing at all for zero.
CLI::Validator DecimalNumber(std::uint64_t lowest, std::uint64_t highest);

/// The arguments of `serve`.
struct ServeOptions {
  std::uint16_t port = 0;          // TCP port; 0 lets the system pick a free one
  std::string bind = "127.0.0.1";  // numeric IPv4 or IPv6 address to listen on
};

/// The arguments of `connect`.
struct ConnectOptions {
  std::string host;        // name or numeric address
  std::uint16_t port = 0;  // TCP port, 1…65535
};

/// Collects what one lesson's program can do, then runs what the user asked for.
class CommandLine {
 public:
  /// `name` is the program's name, `summary` one line for --help.
  CommandLine(std::string name, const std::string& summary);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// What runs without an argument. Returns the exit code.
  void SetDemo(std::function<int()> demo);

  /// Adds the subcommand `serve --port N [--bind A]`.
  void AddServe(std::function<int(const ServeOptions&)> serve);

  /// Adds the subcommand `connect HOST PORT`.
  void AddConnect(std::function<int(const ConnectOptions&)> connect);

  /// Adds `--flag VALUE` to `serve`, where VALUE is one of `values`. `*value` holds the default.
  void AddServeChoice(const std::string& flag, std::string* value,
                      const std::vector<std::string>& values, const std::string& help);

  /// Adds another subcommand; add its options to the result. `run` returns the exit code.
  CLI::App& AddSubcommand(const std::string& name, const std::string& help,
                          std::function<int()> run);

  /// The parser itself, for what only one lesson needs.
  CLI::App& app();

  /// Parses and runs. Never throws: an exception becomes one line on stderr and exit code 1.
  int Run(int argc, char** argv);

 private:
  int ParseAndRun(int argc, char** argv);

  struct State;
  std::unique_ptr<State> state_;  // keeps CLI11's large header out of the lessons
};

}  // namespace support

#endif  // LESSONS_SUPPORT_COMMAND_LINE_H_
