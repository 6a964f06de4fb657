// POSIX: block SIGINT and SIGTERM everywhere, let one thread take them with sigwait (man 3
// sigwait).
#include <pthread.h>
#include <signal.h>

#include <atomic>
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
};

StopSignal::StopSignal(std::function<void()> on_stop) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.on_stop = std::move(on_stop);
  sigemptyset(&state.signals);
  sigaddset(&state.signals, SIGINT);
  sigaddset(&state.signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &state.signals, &state.former_mask);
  state.waiter = std::thread([&state] {
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
