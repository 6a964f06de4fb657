// Three kinds of connections, one after the other: how many cases, one connection per case, the
// report.
//
// A little over 200 lines, on purpose: a run of the suite is one story, told from above.
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

#include "05_websocket/client/deadline.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/handshake/percent.h"
#include "05_websocket/program/connection_options.h"
#include "05_websocket/program/end_text.h"
#include "support/command_line.h"

namespace l05 {
namespace {

// The largest cases send messages of 16 MiB, and echoes of several may wait.
constexpr std::uint64_t kLargestMessage = 64 * 1024 * 1024;
constexpr std::size_t kQueueMark = 64 * 1024 * 1024;
constexpr int kUnreachable = 10;  // cases in a row without a connection: the server is gone
constexpr int kFrozen = 2;        // cases in a row that ended in silence: it will not wake up

ClientOptions FuzzingOptions(const ClientArguments& client, const AutobahnPatience& patience) {
  ClientOptions options = OptionsFor(client);
  options.limits.max_frame = std::max(options.limits.max_frame, kLargestMessage);
  options.limits.max_message = std::max(options.limits.max_message, kLargestMessage);
  options.limits.max_inflated = std::max(options.limits.max_inflated, kLargestMessage);
  options.high_water = kQueueMark;
  options.deadlines.connect = options.deadlines.handshake = patience.silence;
  return options;
}

// One connection to the server, from its opening to its end.
class Exchange {
 public:
  using OnMessage = std::function<void(WebSocketClient&, Opcode, std::string_view)>;

  Exchange(l04::BackendKind backend, OnMessage on_message, std::chrono::milliseconds patience)
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
    const auto start = std::chrono::steady_clock::now();
    while (!end_ && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
    }
    if (!end_) throw std::runtime_error(loop_.LastError());
    // No answer to the handshake is silence, too; a refusal comes sooner.
    if (!opened_ && std::chrono::steady_clock::now() - start >= patience_) silent_ = true;
    return *end_;
  }

  bool opened() const { return opened_; }
  // It was left because nothing moved any more.
  bool silent() const { return silent_; }
  // The server broke it off, and had not said a word behind the handshake.
  bool wordless() const {
    return opened_ && end_->code == kAbnormalClosure && client_.progress().received == 0;
  }

 private:
  // A ping would notice silence too, but the cases count what the client sends.
  void WatchForSilence() {
    silence_ = loop_.CallAfter(patience_, [this, queued = client_.queued()] {
      const bool moved = std::exchange(heard_, false) || client_.queued() != queued;
      if (moved) return WatchForSilence();
      silent_ = true;
      end_ = CloseInfo();
      end_->what = "the server was silent for " + TimeText(patience_);
      loop_.WakeUp();
    });
  }

  const OnMessage on_message_;                // what to do with a message
  const std::chrono::milliseconds patience_;  // the longest silence
  l04::PhysicalSocketServer loop_;            // declared before everything that stands on it
  WebSocketClient client_;                    // the connection
  bool opened_ = false;                       // the handshake succeeded
  bool silent_ = false;                       // nothing moved for too long
  bool heard_ = false;                        // a message came since the last look
  std::optional<CloseInfo> end_;              // how it ended
  l04::Timer silence_;                        // the next look
  std::vector<l04::Connection> slots_;        // declared last: disconnected first
};

// The opcode comes back with the message. A full queue took the message all the same.
void Echo(WebSocketClient& client, Opcode opcode, std::string_view payload) {
  const SendStatus status =
      opcode == Opcode::kText ? client.SendText(payload) : client.SendBinary(payload);
  if (status == SendStatus::kFull) client.PauseReading();
}

// All cases of one server.
class Examination {
 public:
  Examination(const ClientArguments& client, const std::string& agent,
              const AutobahnPatience& patience)
      : base_(client.url.substr(0, client.url.find_last_not_of('/') + 1)),
        agent_(PercentEncode(agent)),
        patience_(patience),
        options_(FuzzingOptions(client, patience)),
        backend_(l04::BackendFromString(client.backend)) {}

  int Run() {
    const int count = AskForCount();
    int number = 1;
    while (number <= count && unreachable_ < kUnreachable && frozen_ < kFrozen) {
      RunCase(number++, count);
    }
    if (unreachable_ == kUnreachable) throw std::runtime_error("the server is gone");
    if (frozen_ == kFrozen) throw std::runtime_error(FrozenText(number, count));
    Summarize(count);
    AskForReport();
    if (failed_ > 0) throw std::runtime_error(std::to_string(failed_) + " cases were not run");
    return 0;
  }

 private:
  int AskForCount() const {
    std::string answer;
    Exchange question(
        backend_,
        [&answer](WebSocketClient&, Opcode, std::string_view payload) { answer = payload; },
        patience_.silence);
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
    options.deadlines.handshake = patience_.report;
    Exchange report(
        backend_, [](WebSocketClient&, Opcode, std::string_view) {}, patience_.report);
    const CloseInfo end = report.Run(base_ + "/updateReports?agent=" + agent_, options);
    if (!report.opened() || !IsGoodEnd(end)) throw std::runtime_error("updateReports: " + end.what);
  }

  // After a silence the next case gets a short look only: a server that froze once stays frozen.
  void RunCase(int number, int count) {
    const auto patience = frozen_ == 0 ? patience_.silence : patience_.second_look;
    ClientOptions options = options_;
    options.deadlines.connect = options.deadlines.handshake = patience;
    Exchange exchange(backend_, Echo, patience);
    const CloseInfo end = exchange.Run(
        base_ + "/runCase?case=" + std::to_string(number) + "&agent=" + agent_, options);
    // In many cases the connection has to fail, so its end is told and not judged.
    std::printf("case %d of %d: %s\n", number, count, end.what.c_str());
    std::fflush(stdout);
    unreachable_ = exchange.opened() ? 0 : unreachable_ + 1;
    frozen_ = exchange.silent() ? frozen_ + 1 : 0;
    if (!exchange.opened()) ++failed_;
    if (exchange.wordless()) wordless_ += (wordless_.empty() ? "" : ", ") + std::to_string(number);
  }

  std::string FrozenText(int next, int count) const {
    std::string text = "the server is frozen";
    if (next <= count) {
      text += ": cases " + std::to_string(next) + " to " + std::to_string(count) + " were not run";
    }
    return text;
  }

  // The last line: what a long list hides.
  void Summarize(int count) const {
    std::printf(
        "%d of %d cases were run%s%s\n", count - failed_, count,
        wordless_.empty() ? "" : "; broken off right behind the handshake: ", wordless_.c_str());
    std::fflush(stdout);
  }

  const std::string base_;           // the address without its last slashes
  const std::string agent_;          // our name, percent-encoded
  const AutobahnPatience patience_;  // how long to wait
  const ClientOptions options_;      // the same for all connections
  const l04::BackendKind backend_;   // the loop's readiness model
  int unreachable_ = 0;              // cases in a row without a connection
  int frozen_ = 0;                   // cases in a row that ended in silence
  int failed_ = 0;                   // cases without a connection
  std::string wordless_;             // numbers of those that were broken off at once
};

}  // namespace

int RunAutobahn(const ClientArguments& client, const std::string& agent,
                const AutobahnPatience& patience) {
  return Examination(client, agent, patience).Run();
}

}  // namespace l05
