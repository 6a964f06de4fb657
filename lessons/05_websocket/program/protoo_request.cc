// The request goes out when the connection is open; the answer, or the end, ends the program.
#include "05_websocket/program/protoo_request.h"

#include <cstdio>
#include <span>
#include <stdexcept>
#include <vector>

#include "01_blocking/echo/stdio_stream.h"
#include "support/command_line.h"
#include "support/stop_signal.h"

namespace l05 {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTick{100};  // how soon Ctrl-C is noticed

// A wrong argument is found before anything connects.
Json ReadData(const std::string& text) {
  if (text.empty()) return Json::object();
  Json data = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!data.is_object()) throw support::UsageError("'" + text + "' is not a JSON object");
  return data;
}

void Print(const Json& data) {
  const std::string text = data.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  l01::WriteStandardOutput(std::as_bytes(std::span(text)));
}

}  // namespace

// One connection, from the start of its session to the answer or the end.
struct ProtooRequestClient::Attempt {
  Attempt(const std::string& url, const ClientOptions& options, l04::BackendKind backend)
      : session(url, options, ProtooSession::kDefaultMaxEvents, backend) {}

  ProtooSession session;               // the connection and its thread
  std::optional<CloseInfo> closed;     // the end, if it came before the answer
  std::vector<l04::Connection> slots;  // declared last: disconnected first
};

ProtooRequestClient::ProtooRequestClient(const ClientArguments& arguments)
    : url_(arguments.url),
      options_(OptionsFor(arguments)),
      backend_(l04::BackendFromString(arguments.backend)),
      retry_(arguments.retry),
      method_(arguments.method),
      data_(ReadData(arguments.json)) {}

int ProtooRequestClient::Run() {
  const support::StopSignal stop([this] { Interrupt(); });
  CloseInfo end = TryOnce();
  while (!result_ && WaitBeforeRetry(end)) end = TryOnce();
  if (result_) return Report();
  throw std::runtime_error(Interrupted() ? "interrupted" : end.what);
}

// A session is used once, so every attempt has its own.
CloseInfo ProtooRequestClient::TryOnce() {
  Attempt attempt(url_, options_, backend_);
  Converse(&attempt);
  attempt.session.Stop();
  return attempt.closed.value_or(CloseInfo());
}

void ProtooRequestClient::Converse(Attempt* attempt) {
  ProtooSession& session = attempt->session;
  attempt->slots.push_back(session.SignalClose.connect(
      [attempt](auto*, const CloseInfo& info) { attempt->closed = info; }));
  attempt->slots.push_back(session.SignalOpen.connect([this, &session](auto*) {
    // Sent once, and never again: the server may have acted on it before the connection broke.
    session.Request(method_, data_, [this](const ProtooResult& result) { result_ = result; });
  }));
  std::string error;
  if (!session.Start(&error)) throw support::UsageError(error);
  while (!result_ && !attempt->closed && !Interrupted()) {
    session.WaitForEvent(kTick);
    session.Process();
  }
}

bool ProtooRequestClient::WaitBeforeRetry(const CloseInfo& info) {
  if (!retry_ || Interrupted()) return false;
  const std::optional<milliseconds> delay = backoff_.After(info);
  if (!delay) return false;
  std::fprintf(stderr, "05_websocket: %s; %s\n", info.what.c_str(),
               backoff_.Announcement(*delay).c_str());
  std::unique_lock lock(mutex_);
  return !interrupt_.wait_for(lock, *delay, [this] { return interrupted_; });
}

int ProtooRequestClient::Report() const {
  if (result_->ok()) {
    Print(result_->data);
    return 0;
  }
  std::string what = method_ + ": ";
  if (result_->end == ProtooResult::End::kRejected) {
    what += "error " + std::to_string(result_->error_code) + " ";
  }
  throw std::runtime_error(what + result_->error_reason);
}

void ProtooRequestClient::Interrupt() {
  const std::lock_guard lock(mutex_);
  interrupted_ = true;
  interrupt_.notify_all();
}

bool ProtooRequestClient::Interrupted() {
  const std::lock_guard lock(mutex_);
  return interrupted_;
}

}  // namespace l05
