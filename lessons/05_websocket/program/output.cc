// Two strings: one is being written, the other one collects what comes meanwhile.
#include "05_websocket/program/output.h"

#include <condition_variable>
#include <mutex>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>

#include "01_blocking/echo/stdio_stream.h"

namespace l05 {

// What both threads share. The mutex guards all of it.
struct Output::State {
  std::mutex mutex;
  std::condition_variable more;   // something waits, or the output was given up
  std::string waiting;            // to be written next
  std::size_t writing = 0;        // octets that the thread is writing
  std::string error;              // why writing failed
  std::function<void()> changed;  // empty: given up

  // Takes what waits, as soon as something does. Returns false if the output was given up.
  bool Take(std::string* text) {
    std::unique_lock lock(mutex);
    more.wait(lock, [this] { return !waiting.empty() || !changed; });
    text->clear();
    text->swap(waiting);
    writing = text->size();
    return changed != nullptr;
  }
  void Done(std::string problem) {
    const std::lock_guard lock(mutex);
    writing = 0;
    if (!problem.empty()) waiting.clear();
    error = std::move(problem);
    if (changed && waiting.empty()) changed();
  }
};

Output::Output(std::function<void()> changed) : state_(std::make_shared<State>()) {
  state_->changed = std::move(changed);
  std::thread(Run, state_).detach();
}

Output::~Output() {
  const std::lock_guard lock(state_->mutex);
  state_->changed = nullptr;
  state_->more.notify_one();
}

void Output::Run(const std::shared_ptr<State>& state) {
  std::string text;
  std::string problem;
  while (problem.empty() && state->Take(&text)) {
    try {
      l01::WriteStandardOutput(std::as_bytes(std::span(text)));
    } catch (const std::runtime_error& error) {
      problem = error.what();
    }
    state->Done(problem);
  }
}

void Output::Write(std::string_view text) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->error.empty()) return;
  state_->waiting += text;
  state_->more.notify_one();
}

std::size_t Output::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waiting.size() + state_->writing;
}

std::string Output::Error() const {
  const std::lock_guard lock(state_->mutex);
  return state_->error;
}

}  // namespace l05
