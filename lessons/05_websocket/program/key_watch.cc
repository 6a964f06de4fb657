// One thread, one poll.
#include "05_websocket/program/key_watch.h"

#include <poll.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace l05 {
namespace {

bool Poll(int milliseconds) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, milliseconds) > 0;
}

}  // namespace

// What both threads share. The mutex guards all of it.
struct KeyWatch::State {
  std::mutex mutex;
  std::condition_variable asked;   // wanted became true, or the watch was given up
  bool wanted = false;             // somebody waits to be told
  std::function<void()> readable;  // empty: given up
};

KeyWatch::KeyWatch(std::function<void()> readable) : state_(std::make_shared<State>()) {
  state_->readable = std::move(readable);
  std::thread(Run, state_).detach();
}

KeyWatch::~KeyWatch() {
  const std::lock_guard lock(state_->mutex);
  state_->readable = nullptr;
  state_->asked.notify_one();
}

void KeyWatch::Again() {
  const std::lock_guard lock(state_->mutex);
  state_->wanted = true;
  state_->asked.notify_one();
}

bool KeyWatch::Readable() {
  return Poll(0);
}

void KeyWatch::Run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (state->readable) {
    if (!std::exchange(state->wanted, false)) {
      state->asked.wait(lock);
      continue;
    }
    lock.unlock();
    const bool readable = Poll(-1);
    lock.lock();
    if (!readable) state->wanted = true;  // a signal came in between
    if (readable && state->readable) state->readable();
  }
}

}  // namespace l05
