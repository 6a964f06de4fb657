// Loads before stores: while a wake-up is on its way, another one costs no locked instruction and
// no system call. (libuv's uv_async_send begins with the same look.)
#include "04_dispatcher/loop/wake_up.h"

namespace l04 {

// [wake-up]
void WakeUpFlags::Stop() {
  if (stop_.load(std::memory_order_acquire)) return;
  stop_ = true;
  Wake();
}

void WakeUpFlags::Wake() {
  if (pending_.load()) return;
  if (!pending_.exchange(true)) demultiplexer_.WakeUp();
}
// [wake-up]

// A look before the exchange, which locks the memory bus and in nearly every turn changes nothing.
bool WakeUpFlags::TakeStop() {
  return stop_.load() && stop_.exchange(false);
}

void WakeUpFlags::BeginTurn() {
  if (!pending_.load()) return;
  pending_ = false;
  ++count_;
}

}  // namespace l04
