#include "tests/support/server_process.h"

#include <filesystem>
#include <stdexcept>

#include "tests/support/patience.h"

namespace test_support {
namespace {

constexpr std::string_view kAnnouncement = "listening on ";

std::vector<std::string> OnAFreePort(std::vector<std::string> command, const std::string& bind) {
  command.insert(command.end(), {"--port", "0", "--bind", bind});
  return command;
}

l01::Endpoint ParseEndpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view ip = text.substr(0, colon);
  if (ip.starts_with('[')) ip = ip.substr(1, ip.size() - 2);
  const int port = std::stoi(std::string(text.substr(colon + 1)));
  return l01::Endpoint::Parse(ip, static_cast<std::uint16_t>(port)).value();
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> command, const std::string& bind)
    : process_(OnAFreePort(std::move(command), bind)) {
  const std::optional<std::string> line = process_.ReadLine();
  if (!line || !line->starts_with(kAnnouncement)) {
    // Its last words may come behind the end of its output.
    const int code = process_.WaitExit(line ? std::chrono::milliseconds(0) : kPatience);
    throw std::runtime_error("the server did not start: " + line.value_or("no output") +
                             ", exit code " + std::to_string(code) + " " + process_.Stderr());
  }
  endpoint_ = ParseEndpoint(std::string_view(*line).substr(kAnnouncement.size()));
}

int ServerProcess::Threads() const {
  const std::filesystem::path tasks = "/proc/" + std::to_string(process_.pid()) + "/task";
  const auto all = std::distance(std::filesystem::directory_iterator(tasks), {});
  return static_cast<int>(all) - kSanitizerThreads;
}

int ServerProcess::Stop(int signal) {
  process_.Terminate(signal);
  return process_.WaitExit();
}

}  // namespace test_support
