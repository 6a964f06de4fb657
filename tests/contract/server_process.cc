#include "tests/contract/server_process.h"

#include <stdexcept>

namespace contract {
namespace {

constexpr std::string_view kAnnouncement = "listening on ";
constexpr std::chrono::seconds kStartDeadline{60};  // Wine's first start is slow

l01::Endpoint ParseEndpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view ip = text.substr(0, colon);
  if (ip.starts_with('[')) ip = ip.substr(1, ip.size() - 2);
  const int port = std::stoi(std::string(text.substr(colon + 1)));
  return l01::Endpoint::Parse(ip, static_cast<std::uint16_t>(port)).value();
}

}  // namespace

ServerProcess::ServerProcess(const ServerCommand& command, const std::string& bind) {
  std::vector<std::string> argv = command.argv;
  argv.insert(argv.end(), {"--port", "0", "--bind", bind});
  process_ = std::make_unique<test_support::ChildProcess>(argv);
  const std::optional<std::string> line = process_->ReadLine(kStartDeadline);
  if (!line || !line->starts_with(kAnnouncement)) {
    throw std::runtime_error(command.name + " did not start: " + line.value_or("no output") +
                             process_->Stderr());
  }
  endpoint_ = ParseEndpoint(std::string_view(*line).substr(kAnnouncement.size()));
}

int ServerProcess::Stop(int signal) {
  process_->Terminate(signal);
  return process_->WaitExit();
}

}  // namespace contract
