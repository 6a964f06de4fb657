// Three kinds of connections, one after the other: how many cases, one connection per case, the
// report.
#include "05_websocket/program/autobahn.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

#include "05_websocket/client/websocket_client.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/handshake/uri.h"
#include "support/command_line.h"

namespace l05 {
namespace {

// The largest cases send messages of 16 MiB, and echoes of several may wait.
constexpr std::uint64_t kLargestMessage = 64 * 1024 * 1024;
constexpr std::size_t kQueueMark = 64 * 1024 * 1024;
// Servers end their cases themselves, the slowest after about 100 s of work, during which they do
// not even answer a handshake. Silence for longer means that this one does not.
constexpr std::chrono::seconds kSilence{120};
// Hundreds of pages are written before the last request is answered.
constexpr std::chrono::seconds kReportSilence{600};
constexpr int kUnreachable = 10;  // cases in a row without a connection: the server is gone

ClientOptions FuzzingOptions(const ClientArguments& client) {
  ClientOptions options = OptionsFor(client);
  options.limits.max_frame = std::max(options.limits.max_frame, kLargestMessage);
  options.limits.max_message = std::max(options.limits.max_message, kLargestMessage);
  options.limits.max_inflated = std::max(options.limits.max_inflated, kLargestMessage);
  options.high_water = kQueueMark;
  options.deadlines.connect = options.deadlines.handshake = kSilence;
  return options;
}

// One connection to the server, from its opening to its end.
class Exchange {
 public:
  using OnMessage = std::function<void(WebSocketClient&, Opcode, std::string_view)>;

  Exchange(l04::BackendKind backend, OnMessage on_message, std::chrono::seconds patience = kSilence)
      : on_message_(std::move(on_message)), patience_(patience), loop_(backend), client_(loop_) {
    slots_.push_back(client_.SignalOpen.connect([this](auto*) { opened_ = true; }));
    slots_.push_back(client_.SignalMessage.connect([this](auto*, Opcode opcode, auto payload) {
      heard_ = true;
      on_message_(client_, opcode, payload);
    }));
    // Echoes that nobody reads pile up: then the server has to wait for us to go on reading.
    slots_.push_back(client_.SignalWritable.connect([this](auto*) { client_.ResumeReading(); }));
    slots_.push_back(client_.SignalClose.connect([this](auto*, const CloseInfo& info) {
      end_ = info;
      loop_.WakeUp();
    }));
  }

  CloseInfo Run(const std::string& url, const ClientOptions& options) {
    std::string error;
    if (!client_.Open(url, options, &error)) throw support::UsageError(error);
    WatchForSilence();
    while (!end_ && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
    }
    if (!end_) throw std::runtime_error(loop_.LastError());
    return *end_;
  }

  bool opened() const { return opened_; }

 private:
  // A ping would notice silence too, but the cases count what the client sends.
  void WatchForSilence() {
    silence_ = loop_.CallAfter(patience_, [this, queued = client_.queued()] {
      const bool moved = std::exchange(heard_, false) || client_.queued() != queued;
      if (moved) return WatchForSilence();
      end_ = CloseInfo();
      end_->what = "the server was silent for " + std::to_string(patience_.count()) + " s";
      loop_.WakeUp();
    });
  }

  const OnMessage on_message_;           // what to do with a message
  const std::chrono::seconds patience_;  // the longest silence
  l04::PhysicalSocketServer loop_;       // declared before everything that stands on it
  WebSocketClient client_;               // the connection
  bool opened_ = false;                  // the handshake succeeded
  bool heard_ = false;                   // a message came since the last look
  std::optional<CloseInfo> end_;         // how it ended
  l04::Timer silence_;                   // the next look
  std::vector<l04::Connection> slots_;   // declared last: disconnected first
};

// [echo]
// The opcode comes back with the message. A full queue took the message all the same.
void Echo(WebSocketClient& client, Opcode opcode, std::string_view payload) {
  const SendStatus status =
      opcode == Opcode::kText ? client.SendText(payload) : client.SendBinary(payload);
  if (status == SendStatus::kFull) client.PauseReading();
}
// [echo]

// All cases of one server.
class Examination {
 public:
  Examination(const ClientArguments& client, const std::string& agent)
      : base_(client.url.substr(0, client.url.find_last_not_of('/') + 1)),
        agent_(PercentEncode(agent)),
        options_(FuzzingOptions(client)),
        backend_(l04::BackendFromString(client.backend)) {}

  int Run() {
    const int count = AskForCount();
    int failed = 0;
    for (int number = 1; number <= count && unreachable_ < kUnreachable; ++number) {
      if (!RunCase(number, count)) ++failed;
    }
    if (unreachable_ == kUnreachable) throw std::runtime_error("the server is gone");
    AskForReport();
    if (failed > 0) throw std::runtime_error(std::to_string(failed) + " cases were not run");
    return 0;
  }

 private:
  int AskForCount() const {
    std::string answer;
    Exchange question(backend_, [&answer](WebSocketClient&, Opcode, std::string_view payload) {
      answer = payload;
    });
    const CloseInfo end = question.Run(base_ + "/getCaseCount", options_);
    int count = -1;
    const char* const last = answer.data() + answer.size();
    const auto [stop, error] = std::from_chars(answer.data(), last, count);
    if (error == std::errc() && stop == last && count >= 0) return count;
    throw std::runtime_error(
        "getCaseCount: " +
        (answer.empty() ? end.what : "'" + VisibleText(answer) + "' is no number"));
  }

  // The server writes the report before it answers.
  void AskForReport() const {
    ClientOptions options = options_;
    options.deadlines.handshake = kReportSilence;
    Exchange report(
        backend_, [](WebSocketClient&, Opcode, std::string_view) {}, kReportSilence);
    const CloseInfo end = report.Run(base_ + "/updateReports?agent=" + agent_, options);
    if (!report.opened()) throw std::runtime_error("updateReports: " + end.what);
  }

  // Returns false if the case could not be run.
  bool RunCase(int number, int count) {
    Exchange exchange(backend_, Echo);
    const CloseInfo end = exchange.Run(
        base_ + "/runCase?case=" + std::to_string(number) + "&agent=" + agent_, options_);
    // In many cases the connection has to fail, so its end is told and not judged.
    std::printf("case %d of %d: %s\n", number, count, end.what.c_str());
    std::fflush(stdout);
    unreachable_ = exchange.opened() ? 0 : unreachable_ + 1;
    return exchange.opened();
  }

  const std::string base_;          // the address without its last slashes
  const std::string agent_;         // our name, percent-encoded
  const ClientOptions options_;     // the same for all connections
  const l04::BackendKind backend_;  // the loop's readiness model
  int unreachable_ = 0;             // cases in a row without a connection
};

}  // namespace

int RunAutobahn(const ClientArguments& client, const std::string& agent) {
  return Examination(client, agent).Run();
}

}  // namespace l05
