// Starts the program, and waits until it says where it listens.
#include "tests/05_websocket/support/real_peer.h"

#include <stdexcept>

#include "tests/support/wait.h"

namespace ws_test {
namespace {

std::vector<std::string> With(std::vector<std::string> command, bool compress) {
  if (compress) command.emplace_back("--compress");
  return command;
}

}  // namespace

RealPeer::RealPeer(const std::vector<std::string>& command) : process_(command) {
  const std::string announcement = "listening on ";
  const std::string line = process_.ReadLine().value_or("");
  if (!line.starts_with(announcement)) {
    process_.WaitExit(std::chrono::seconds(1));
    throw std::runtime_error(command.back() +
                             " did not start (./lab test installs it): " + process_.Stderr());
  }
  address_ = line.substr(announcement.size());
}

RealPeer::~RealPeer() {
  process_.Terminate();
  process_.WaitExit();
}

bool RealPeer::Said(const std::string& text) {
  return test_support::WaitUntil([&] {
    process_.ReadLine(std::chrono::milliseconds(1));  // also reads standard error
    return process_.Stderr().find(text) != std::string::npos;
  });
}

std::vector<std::string> NodeEcho(const std::string& library, bool compress) {
  return With({"node", NETLADDER_NODE_PEERS "/echo_server.mjs", library}, compress);
}

std::vector<std::string> PythonEcho(bool compress) {
  return With({"/usr/bin/python3", NETLADDER_PYTHON_PEERS "/echo_server.py"}, compress);
}

std::vector<std::string> BeastEcho(bool compress) {
  return With({NETLADDER_BEAST_SERVER}, compress);
}

}  // namespace ws_test
