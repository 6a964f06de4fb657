// What and contract: see run_client.h.
#include "05_websocket/run_client.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "01_blocking/serve.h"
#include "05_websocket/line_source.h"
#include "05_websocket/loopback_server.h"
#include "05_websocket/protoo_session.h"
#include "support/command_line.h"
#include "support/stop_signal.h"

namespace l05 {
namespace {

using std::chrono::milliseconds;

ClientOptions OptionsFor(const ClientArguments& arguments) {
  ClientOptions options;
  options.handshake.subprotocols = arguments.subprotocols;
  if (arguments.verbose) {
    options.log = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  }
  return options;
}

int ExitCodeFor(const CloseInfo& info) {
  if (!IsGoodEnd(info)) throw std::runtime_error(info.what);
  return 0;
}

// Flushed: whoever reads our output through a pipe wants each message when it arrives.
void PrintLine(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

// Lines out, messages in, on one loop.
class LineClient {
 public:
  LineClient() : client_(loop_) {
    slots_.push_back(client_.SignalOpen.connect([this](auto*) { StartInput(); }));
    slots_.push_back(client_.SignalMessage.connect(
        [](auto*, Opcode, std::string_view payload) { PrintLine(payload); }));
    slots_.push_back(client_.SignalWritable.connect([this](auto*) { SendLines(); }));
    slots_.push_back(client_.SignalClose.connect([this](auto*, const CloseInfo& info) {
      closed_ = info;
      loop_.WakeUp();
    }));
  }

  int Run(const ClientArguments& arguments) {
    // Before Open, which may start a thread that looks the name up: threads inherit the blocking of
    // the signals, and one without it would die of Ctrl-C.
    const support::StopSignal stop([this] { loop_.Post([this] { client_.Close(kGoingAway); }); });
    std::string error;
    if (!client_.Open(arguments.url, OptionsFor(arguments), &error)) {
      throw support::UsageError(error);
    }
    while (!closed_ && loop_.Wait(l04::PhysicalSocketServer::kForever, true)) {
    }
    input_.reset();
    if (!closed_) throw std::runtime_error(loop_.LastError());
    return ExitCodeFor(*closed_);
  }

 private:
  void StartInput() {
    input_.emplace([this] { loop_.Post([this] { SendLines(); }); });
  }

  // [send lines]
  // Takes lines only while the send queue has room: a file piped into a slow server waits on disk
  // and not in memory. SignalWritable comes back here.
  void SendLines() {
    while (client_.state() == WebSocketClient::State::kConnected) {
      const std::optional<std::string> line = input_->Take();
      if (!line) break;
      const SendStatus status = client_.SendText(*line);
      if (status == SendStatus::kNotUtf8) std::fprintf(stderr, "not UTF-8, not sent\n");
      if (status == SendStatus::kFull) return;
    }
    if (input_->Ended()) client_.Close(kNormalClosure);  // follows what is queued
  }
  // [send lines]

  l04::PhysicalSocketServer loop_;      // declared first: everything else stands on it
  WebSocketClient client_;              // the connection
  std::optional<LineSource> input_;     // standard input, once the connection is open
  std::optional<CloseInfo> closed_;     // how it ended
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

// One request on the two-thread session.
// The main thread is the application's thread here: it sleeps until the network thread has
// something.
class OneRequest {
 public:
  explicit OneRequest(const ClientArguments& arguments)
      : method_(arguments.method),
        data_(ReadData(arguments)),
        session_(arguments.url, OptionsFor(arguments)) {
    slots_.push_back(
        session_.SignalClose.connect([this](auto*, const CloseInfo& info) { closed_ = info; }));
    slots_.push_back(session_.SignalOpen.connect([this](auto*) {
      session_.Request(method_, data_, [this](const ProtooResult& r) { result_ = r; });
    }));
  }

  int Run() {
    const support::StopSignal stop([this] { interrupted_ = true; });
    std::string error;
    if (!session_.Start(&error)) throw support::UsageError(error);
    while (!result_ && !closed_ && !interrupted_) {
      session_.WaitForEvent(milliseconds(100));
      session_.Process();
    }
    session_.Stop();
    if (!result_ && closed_) throw std::runtime_error(closed_->what);
    if (!result_) throw std::runtime_error("interrupted");
    return Report(*result_);
  }

 private:
  static Json ReadData(const ClientArguments& arguments) {
    if (arguments.json.empty()) return Json::object();
    Json data = Json::parse(arguments.json, nullptr, /*allow_exceptions=*/false);
    if (!data.is_object()) {
      throw support::UsageError("'" + arguments.json + "' is not a JSON object");
    }
    return data;
  }

  int Report(const ProtooResult& result) const {
    if (result.ok()) {
      PrintLine(result.data.dump(2, ' ', false, Json::error_handler_t::replace));
      return 0;
    }
    std::string what = method_ + ": ";
    if (result.end == ProtooResult::End::kRejected) {
      what += "error " + std::to_string(result.error_code) + " ";
    }
    throw std::runtime_error(what + result.error_reason);
  }

  const std::string method_;              // what to ask for
  const Json data_;                       // with which data
  ProtooSession session_;                 // the connection and its thread
  std::optional<ProtooResult> result_;    // the answer
  std::optional<CloseInfo> closed_;       // the end, if it came before the answer
  std::atomic<bool> interrupted_{false};  // Ctrl-C
  std::vector<l04::Connection> slots_;    // declared last: disconnected first
};

}  // namespace

bool IsGoodEnd(const CloseInfo& info) {
  const bool good_code = info.code == kNormalClosure || info.code == kGoingAway ||
                         info.code == kNoStatusReceived || info.code >= 3000;
  return info.clean && good_code;
}

int RunClient(const ClientArguments& arguments) {
  if (arguments.method.empty()) return LineClient().Run(arguments);
  return OneRequest(arguments).Run();
}

int RunPeer(const std::string& bind, std::uint16_t port) {
  std::mutex mutex;
  std::condition_variable stopped;
  bool stop_asked = false;
  // Before the server's thread starts: it must inherit the blocked signals.
  const support::StopSignal stop([&] {
    const std::lock_guard lock(mutex);
    stop_asked = true;
    stopped.notify_one();
  });
  const LoopbackServer server(l01::ListenEndpoint({port, bind}));
  l01::AnnounceListening(server.address());
  std::unique_lock lock(mutex);
  stopped.wait(lock, [&stop_asked] { return stop_asked; });
  return 0;
}

}  // namespace l05
