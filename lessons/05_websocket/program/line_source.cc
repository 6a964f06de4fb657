// A thread reads, since a file or a terminal cannot be waited for on every system.
#include "05_websocket/program/line_source.h"

#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <thread>
#include <utility>

namespace l05 {

// What both threads share. The mutex guards all of it.
struct LineSource::State {
  std::mutex mutex;
  std::condition_variable room;     // a line was taken, or the source was given up
  std::deque<std::string> lines;    // read and not taken
  std::size_t octets = 0;           // in them
  CarriageReturn mode = kStrip;     // constant after construction
  bool ended = false;               // nothing more will be read
  std::function<void()> available;  // empty: given up

  // One line may be larger than the limit: only what waits already is counted.
  bool HasRoom() const { return lines.size() < kMaxWaiting && octets < kMaxWaitingOctets; }
};

LineSource::LineSource(std::function<void()> available, CarriageReturn mode)
    : state_(std::make_shared<State>()) {
  state_->mode = mode;
  state_->available = std::move(available);
  std::thread(Read, state_).detach();
}

LineSource::~LineSource() {
  const std::lock_guard lock(state_->mutex);
  state_->available = nullptr;
  state_->room.notify_all();
}

void LineSource::Read(const std::shared_ptr<State>& state) {
  for (;;) {
    std::string line;
    const bool read = static_cast<bool>(std::getline(std::cin, line));
    if (state->mode == kStrip && line.ends_with('\r')) line.pop_back();
    std::unique_lock lock(state->mutex);
    state->room.wait(lock, [&state] { return state->HasRoom() || !state->available; });
    if (!state->available) return;
    state->octets += line.size();
    if (read) state->lines.push_back(std::move(line));
    state->ended = !read;
    state->available();
    if (!read) return;
  }
}

std::optional<std::string> LineSource::Take() {
  const std::lock_guard lock(state_->mutex);
  if (state_->lines.empty()) return std::nullopt;
  std::string line = std::move(state_->lines.front());
  state_->lines.pop_front();
  state_->octets -= line.size();
  state_->room.notify_all();
  return line;
}

bool LineSource::Ended() const {
  const std::lock_guard lock(state_->mutex);
  return state_->ended && state_->lines.empty();
}

}  // namespace l05
