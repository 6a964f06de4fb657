// Runs its cases one after the other, and remembers what the client said in each.
#include "tests/05_websocket/support/fuzzing_server.h"

#include <utility>

namespace ws_test {
namespace {

// The value of `name` in the query of the request line.
std::string QueryValue(const std::string& request, const std::string& name) {
  const std::string line = request.substr(0, request.find('\r'));
  const std::size_t at = line.find(name + "=");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 1;
  return line.substr(begin, line.find_first_of("& ", begin) - begin);
}

void SayAndClose(Conversation& client, const std::string& text) {
  client.Handshake();
  if (!text.empty()) client.SendFrame(0x81, text);
  client.SendFrame(0x88, CloseText(1000));
  client.ReadFrames();
}

}  // namespace

FuzzingServer::FuzzingServer(std::vector<FuzzingCase> cases)
    : cases_(std::move(cases)),
      server_([this](Conversation& client) { Serve(client); },
              static_cast<int>(cases_.size()) + 2) {}

std::vector<Verdict> FuzzingServer::verdicts() const {
  const std::lock_guard lock(mutex_);
  return verdicts_;
}

std::string FuzzingServer::reported() const {
  const std::lock_guard lock(mutex_);
  return reported_;
}

void FuzzingServer::Serve(Conversation& client) {
  const std::string request = client.PeekRequest();
  if (request.starts_with("GET /getCaseCount ")) {
    SayAndClose(client, std::to_string(cases_.size()));
  } else if (request.starts_with("GET /runCase?")) {
    RunCase(client, request);
  } else if (request.starts_with("GET /updateReports?")) {
    SayAndClose(client, "");
    const std::lock_guard lock(mutex_);
    reported_ = QueryValue(request, "agent");
  }
}

void FuzzingServer::RunCase(Conversation& client, const std::string& request) {
  const FuzzingCase& tested = cases_.at(std::stoul(QueryValue(request, "case")) - 1);
  Verdict verdict{tested.id, QueryValue(request, "agent"), {}};
  try {
    const bool agreed = !tested.extensions.empty();
    if (agreed && request.find("permessage-deflate") == std::string::npos) {
      verdict.problem = "UNIMPLEMENTED: no compression was offered";
    }
    client.Handshake(agreed ? "Sec-WebSocket-Extensions: " + tested.extensions + "\r\n" : "");
    const std::string problem = tested.play(client);
    if (verdict.problem.empty()) verdict.problem = problem;
  } catch (const std::exception& error) {
    verdict.problem = error.what();
  }
  const std::lock_guard lock(mutex_);
  verdicts_.push_back(verdict);
}

}  // namespace ws_test
