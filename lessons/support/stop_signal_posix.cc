// POSIX: block SIGINT and SIGTERM everywhere, let one thread take them with sigwait (man 3
// sigwait).
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <system_error>
#include <thread>
#include <utility>

#include "support/stop_signal.h"

namespace support {

struct StopSignal::State {
  std::function<void()> on_stop;    // called on `waiter`
  sigset_t signals{};               // SIGINT and SIGTERM
  sigset_t former_mask{};           // restored by the destructor
  std::atomic<bool> ending{false};  // true: the next signal is the destructor's own
  std::thread waiter;               // sits in sigwait

  void Start();
};

StopSignal::StopSignal(std::function<void()> on_stop) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.on_stop = std::move(on_stop);
  sigemptyset(&state.signals);
  sigaddset(&state.signals, SIGINT);
  sigaddset(&state.signals, SIGTERM);
  // It returns its error; errno is left alone.
  const int error = pthread_sigmask(SIG_BLOCK, &state.signals, &state.former_mask);
  if (error != 0) throw std::system_error(error, std::generic_category(), "pthread_sigmask");
  try {
    state.Start();
  } catch (...) {
    // There is no thread to take the signals: leave them as they were, or Ctrl-C would do nothing.
    pthread_sigmask(SIG_SETMASK, &state.former_mask, nullptr);
    throw;
  }
}

void StopSignal::State::Start() {
  waiter = std::thread([&state = *this] {
    int received = 0;
    sigwait(&state.signals, &received);
    if (!state.ending) state.on_stop();
  });
}

StopSignal::~StopSignal() {
  state_->ending = true;
  // If the thread has taken its signal already, this one stays pending until the next line.
  // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread): the signal is blocked and waited for
  pthread_kill(state_->waiter.native_handle(), SIGTERM);
  state_->waiter.join();
  pthread_sigmask(SIG_SETMASK, &state_->former_mask, nullptr);
}

}  // namespace support
