// Windows: a console control handler (SetConsoleCtrlHandler). Windows calls it on a thread of its
// own. The handler has no user data, so the current StopSignal is reached through one pointer.
#include <windows.h>

#include <mutex>
#include <utility>

#include "support/stop_signal.h"

namespace support {

struct StopSignal::State {
  std::function<void()> on_stop;  // called on the console's thread
};

namespace {

std::mutex g_mutex;  // guards g_on_stop: the console's thread reads it
const std::function<void()>* g_on_stop = nullptr;  // the living StopSignal's callback

BOOL WINAPI OnConsoleControl(DWORD) {
  const std::lock_guard lock(g_mutex);
  if (g_on_stop == nullptr) return FALSE;
  (*g_on_stop)();
  return TRUE;
}

}  // namespace

StopSignal::StopSignal(std::function<void()> on_stop) : state_(std::make_unique<State>()) {
  state_->on_stop = std::move(on_stop);
  const std::lock_guard lock(g_mutex);
  g_on_stop = &state_->on_stop;
  SetConsoleCtrlHandler(OnConsoleControl, TRUE);
}

StopSignal::~StopSignal() {
  SetConsoleCtrlHandler(OnConsoleControl, FALSE);
  const std::lock_guard lock(g_mutex);
  g_on_stop = nullptr;
}

}  // namespace support
