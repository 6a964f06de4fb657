// CLI11 does the parsing. This file is the only one that pays for its header.
#include "support/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <exception>
#include <system_error>
#include <utility>

#include "support/standard_streams.h"
#include "support/trace.h"

namespace support {
namespace {

constexpr std::uint64_t kHighestPort = 65535;

// `--ping ''` is a variable of a script that was never set. As "0" it would mean "never".
void RefuseEmptyValues(CLI::App* app) {
  for (CLI::Option* option : app->get_options()) {
    if (option->get_items_expected_max() == 0) continue;  // a flag
    option->check([](const std::string& value) {
      return value.empty() ? std::string("has an empty value") : std::string();
    });
  }
  for (CLI::App* command : app->get_subcommands([](CLI::App*) { return true; })) {
    RefuseEmptyValues(command);
  }
}

}  // namespace

struct CommandLine::State {
  CLI::App app;               // the parser
  std::string name;           // the program's name, the start of every error line
  std::string trace_path;     // value of --trace
  std::function<int()> run;   // what the parsed command line asks for
  std::function<int()> demo;  // what runs without a subcommand
  CLI::App* serve = nullptr;  // the subcommand `serve`, if the lesson has one
  ServeOptions serve_options;
  ConnectOptions connect_options;
};

CLI::Validator DecimalNumber(std::uint64_t lowest, std::uint64_t highest) {
  const std::string range = std::to_string(lowest) + " to " + std::to_string(highest);
  return {[=](std::string& text) -> std::string {
            std::uint64_t number = 0;
            const char* end = text.data() + text.size();
            const auto parsed = std::from_chars(text.data(), end, number);
            const bool octal_look = text.size() > 1 && text.front() == '0';
            if (parsed.ec == std::errc() && parsed.ptr == end && !octal_look && number >= lowest &&
                number <= highest) {
              return {};
            }
            return "'" + text + "' is not a decimal number from " + range;
          },
          ""};
}

CommandLine::CommandLine(std::string name, const std::string& summary)
    : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  state_->app.name(state_->name);
  state_->app.description(summary + "\nWithout an argument: the lesson's guided demo.");
  state_->app.require_subcommand(0, 1);
  // Lets `serve --trace FILE` mean the same as `--trace FILE serve`.
  state_->app.fallthrough();
  state_->app
      .add_option("--trace", state_->trace_path,
                  "write what happened as Chrome trace-event JSON (open it in Perfetto)")
      ->type_name("FILE");
}

CommandLine::~CommandLine() = default;

CLI::App& CommandLine::app() {
  return state_->app;
}

void CommandLine::SetDemo(std::function<int()> demo) {
  state_->demo = std::move(demo);
}

CLI::App& CommandLine::AddSubcommand(const std::string& name, const std::string& help,
                                     std::function<int()> run) {
  CLI::App* command = state_->app.add_subcommand(name, help);
  command->fallthrough();
  command->callback([this, run = std::move(run)] { state_->run = run; });
  return *command;
}

void CommandLine::AddServe(std::function<int(const ServeOptions&)> serve) {
  CLI::App& command =
      AddSubcommand("serve", "an echo server, until Ctrl-C", [this, serve = std::move(serve)] {
        IgnoreBrokenPipes();
        return serve(state_->serve_options);
      });
  command.add_option("--port", state_->serve_options.port, "TCP port; 0 picks a free one")
      ->check(DecimalNumber(0, kHighestPort))
      ->type_name("N")
      ->required();
  command.add_option("--bind", state_->serve_options.bind, "address to listen on")
      ->type_name("A")
      ->capture_default_str();
  state_->serve = &command;
}

void CommandLine::AddServeChoice(const std::string& flag, std::string* value,
                                 const std::vector<std::string>& values, const std::string& help) {
  state_->serve->add_option(flag, *value, help)
      ->check(CLI::IsMember(values))
      ->capture_default_str();
}

void CommandLine::AddConnect(std::function<int(const ConnectOptions&)> connect) {
  CLI::App& command = AddSubcommand(
      "connect", "send stdin to a server and print what it answers",
      [this, connect = std::move(connect)] { return connect(state_->connect_options); });
  command.add_option("HOST", state_->connect_options.host, "name or address")->required();
  command.add_option("PORT", state_->connect_options.port, "TCP port")
      ->required()
      ->check(DecimalNumber(1, kHighestPort));
}

int CommandLine::ParseAndRun(int argc, char** argv) {
  RefuseEmptyValues(&state_->app);
  try {
    state_->app.parse(argc, argv);
  } catch (const CLI::Success& wish) {  // --help, --version
    return state_->app.exit(wish);
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  ReserveStandardStreams();
  const TraceFile trace(state_->trace_path);
  return state_->run ? state_->run() : state_->demo();
}

int CommandLine::Run(int argc, char** argv) {
  try {
    return ParseAndRun(argc, argv);
  } catch (const UsageError& error) {
    WriteStandardError(state_->name + ": " + error.what() + " (see " + state_->name + " --help)\n");
    return 2;
  } catch (const std::exception& error) {
    WriteStandardError(state_->name + ": " + error.what() + "\n");
    return 1;
  }
}

}  // namespace support
