// Two threads: the server's does the talking, the caller's waits for the end.
#include "05_websocket/program/listen_peer.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "05_websocket/frames/utf8.h"

namespace l05 {
namespace {

constexpr std::chrono::seconds kPatience{2};  // for clients that do not leave

}  // namespace

ListenPeer::ListenPeer()
    : output_([this] { PostToServer(&ListenPeer::Resume); }),
      console_([this](std::string_view text) { output_.Write(text); }, Appearance()) {}

int ListenPeer::Run(LoopbackOptions options,
                    const std::function<void(const LoopbackServer&)>& announce) {
  options.listener = this;
  server_.emplace(options);
  {
    const std::lock_guard lock(mutex_);
    serving_ = true;
  }
  announce(*server_);
  PostToServer(&ListenPeer::StartInput);
  Wait([this] { return stop_asked_ || !output_.Error().empty(); },
       std::chrono::steady_clock::time_point::max());
  stop_asked_ = true;
  WaitForTheEnd();
  if (const std::string problem = Problem(); !problem.empty()) throw std::runtime_error(problem);
  return 0;
}

void ListenPeer::Stop() {
  stop_asked_ = true;
  const std::lock_guard lock(mutex_);
  news_ = true;
  changed_.notify_all();
}

// The threads of input and output may still call when the server has gone. They do so under locks
// of their own, so nothing of them is asked for under ours.
void ListenPeer::PostToServer(void (ListenPeer::*task)()) {
  const std::lock_guard lock(mutex_);
  if (serving_) server_->Post([this, task] { (this->*task)(); });
  news_ = true;
  changed_.notify_all();
}

void ListenPeer::StartInput() {
  input_.emplace([this] { PostToServer(&ListenPeer::Pump); });
}

void ListenPeer::Wait(const std::function<bool()>& done,
                      std::chrono::steady_clock::time_point until) {
  while (!done()) {
    std::unique_lock lock(mutex_);
    const auto news = [this] { return std::exchange(news_, false); };
    if (until == std::chrono::steady_clock::time_point::max()) {
      changed_.wait(lock, news);
    } else if (!changed_.wait_until(lock, until, news)) {
      return;
    }
  }
}

// Clients are told, and what they still say is printed, unless they take too long.
void ListenPeer::WaitForTheEnd() {
  server_->CloseAll(kGoingAway, "");
  PostToServer(&ListenPeer::OnChange);
  Wait([this] { return left_ && output_.waiting() == 0; },
       std::chrono::steady_clock::now() + kPatience);
  {
    const std::lock_guard lock(mutex_);
    serving_ = false;
  }
  server_.reset();
}

// The server's thread has ended, so its members are ours.
std::string ListenPeer::Problem() {
  if (std::string error = output_.Error(); !error.empty()) return error;
  const std::size_t missing = not_utf8_ + (input_ ? input_->Discard() : 0);
  if (missing == 0) return input_ ? input_->Error() : "";
  return "at least " + std::to_string(missing) + " lines of the input were not sent" +
         (missing == not_utf8_ ? ": not UTF-8" : "");
}

void ListenPeer::OnMessage(Opcode opcode, std::string_view payload) {
  console_.OnMessage(opcode, payload);
}

void ListenPeer::OnChange() {
  if (!stop_asked_) return Pump();
  left_ = server_->clients() == 0;
  const std::lock_guard lock(mutex_);
  news_ = true;
  changed_.notify_all();
}

void ListenPeer::Pump() {
  if (!input_) return;
  while (server_->CanTake() &&
         input_->Offer([this](const std::string& line) { return Send(line); })) {
  }
}

bool ListenPeer::Send(const std::string& line) {
  if (IsUtf8(line)) {
    server_->SendNow(line);
  } else {
    ++not_utf8_;
  }
  return true;
}

}  // namespace l05
