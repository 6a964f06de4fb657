// From flags to decisions.
#include "05_websocket/program/line_task.h"

#include "05_websocket/program/connection_options.h"
#include "05_websocket/program/line_editor.h"
#include "05_websocket/program/terminal.h"

namespace l05 {
namespace {

std::optional<CloseRequest> CloseOf(const ClientArguments& arguments) {
  if (arguments.close.empty()) return std::nullopt;
  return ParseCloseRequest(arguments.close);
}

Framing FramingOf(const ClientArguments& arguments) {
  if (arguments.output.json_lines) return Framing::kJson;
  if (arguments.output.nul) return Framing::kNul;
  if (arguments.output.lengths) return Framing::kLengths;
  return arguments.binary ? Framing::kRaw : Framing::kLines;
}

std::vector<std::string> MessagesOf(const ClientArguments& arguments) {
  const std::string& file = arguments.message_file;
  if (file.empty() || file == "-") return arguments.messages;
  return {ReadFile("--message-file", file)};
}

}  // namespace

LineTask::LineTask(const ClientArguments& given)
    : arguments(given),
      options(OptionsFor(given)),
      close(CloseOf(given)),
      messages(MessagesOf(given)),
      wait(ParseSeconds(given.wait_seconds, "--wait")) {}

bool LineTask::IsTyped() const {
  return arguments.message_file.empty() && InputIsTerminal();
}

// With an explicit end of each message --binary says only which kind they are.
LineSource::Cut LineTask::Cut() const {
  if (!arguments.message_file.empty()) return LineSource::Cut::kWhole;
  if (arguments.output.nul) return LineSource::Cut::kNul;
  return arguments.binary ? LineSource::Cut::kBlocks : LineSource::Cut::kLines;
}

Appearance LineTask::Look() const {
  Appearance look;
  look.framing = FramingOf(arguments);
  look.timestamps = arguments.output.timestamps;
  look.pretty = arguments.output.pretty;
  look.pings = arguments.output.pings;
  look.colour = ColourIsWelcome();
  look.greeting = !arguments.quiet;
  look.prompt = !HasLineEditor();
  return look;
}

}  // namespace l05
