// The request goes out when the connection is open; the answer, or the end, ends the program.
#include "05_websocket/program/protoo_request.h"

#include <span>
#include <stdexcept>
#include <vector>

#include "01_blocking/echo/stdio_stream.h"
#include "05_websocket/client/frame_text.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/program/connection_options.h"
#include "05_websocket/program/end_text.h"
#include "05_websocket/program/terminal.h"
#include "support/command_line.h"
#include "support/standard_streams.h"
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
  std::string text = data.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  if (OutputIsTerminal()) text = VisibleText(text, Layout::kLines);
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
  if (result_) return result_->ok() ? 0 : 1;
  throw std::runtime_error(Interrupted() ? "interrupted" : EndText(end));
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
    session.Request(method_, data_, [this](const ProtooResult& result) { OnAnswer(result); });
  }));
  TellWhatIsIgnored(attempt);
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
  support::WriteStandardError("05_websocket: " + EndText(info) + "; " +
                              backoff_.Announcement(*delay) + "\n");
  std::unique_lock lock(mutex_);
  return !interrupt_.wait_for(lock, *delay, [this] { return interrupted_; });
}

// Printed now and not after the end: a server may take its time to close, and whoever waits behind
// a pipe wants the answer.
void ProtooRequestClient::OnAnswer(const ProtooResult& result) {
  result_ = result;
  if (result.ok()) return Print(result.data);
  std::string what = method_ + ": ";
  if (result.end == ProtooResult::End::kRejected) {
    what += "error " + std::to_string(result.error_code) + " ";
  }
  support::WriteStandardError("05_websocket: " + what + VisibleText(result.error_reason) + "\n");
}

// This program asks and does not listen. With -v it says what it takes no notice of: a response
// that nobody waits for often is the answer to the question why no response came.
void ProtooRequestClient::TellWhatIsIgnored(Attempt* attempt) const {
  ProtooSession& session = attempt->session;
  attempt->slots.push_back(session.SignalInvalid.connect([this](auto*, const std::string& why) {
    LogLine(options_.log, "**", "ignored: " + VisibleText(why));
  }));
  attempt->slots.push_back(
      session.SignalNotification.connect([this](auto*, const ProtooNotification& note) {
        LogLine(options_.log, "**", "ignored: notification " + VisibleText(note.method));
      }));
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
