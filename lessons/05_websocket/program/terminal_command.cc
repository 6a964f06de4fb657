// The first word decides, the rest is its argument.
#include "05_websocket/program/terminal_command.h"

#include <algorithm>

#include "05_websocket/frames/frame.h"
#include "support/command_line.h"

namespace l05 {
namespace {

using Kind = TerminalCommand::Kind;

TerminalCommand Problem(std::string why) {
  return {Kind::kProblem, std::move(why), {}};
}

// "/close", "/close 1000", "/close 1000 that was all"
TerminalCommand ReadClose(std::string_view rest) {
  if (rest.empty()) return {Kind::kClose, {}, {}};
  std::string request(rest);
  const std::size_t blank = request.find(' ');
  if (blank != std::string::npos) request[blank] = ':';
  try {
    return {Kind::kClose, {}, ParseCloseRequest(request)};
  } catch (const support::UsageError& error) {
    return Problem("/" + std::string(error.what()).substr(2));  // there it is called --close
  }
}

}  // namespace

TerminalCommand ReadTerminalCommand(std::string_view line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view name = line.substr(0, end);
  const std::string_view rest = line.substr(std::min(end + 1, line.size()));
  if (name == "/close") return ReadClose(rest);
  if (name != "/ping") {
    return Problem(
        "/ping [TEXT], /close [CODE [REASON]]; to send a line that begins with / write //");
  }
  if (rest.size() > kMaxControlPayload) {
    return Problem("a ping carries at most " + std::to_string(kMaxControlPayload) + " octets");
  }
  return {Kind::kPing, std::string(rest), {}};
}

}  // namespace l05
