#include "02_wsaeventselect/emulation_queued_calls.h"

#include <deque>
#include <utility>

#include "02_wsaeventselect/emulation_api.h"

namespace l02 {
namespace {

using QueuedCall = std::pair<PAPCFUNC, ULONG_PTR>;

std::deque<QueuedCall>& Queue() {
  thread_local std::deque<QueuedCall> queue;
  return queue;
}

}  // namespace

bool HasQueuedCalls() {
  return !Queue().empty();
}

void RunQueuedCalls() {
  while (HasQueuedCalls()) {
    // Taken out first: the call may wait alertably itself, and must not be run twice.
    const auto [procedure, argument] = Queue().front();
    Queue().pop_front();
    procedure(argument);
  }
}

}  // namespace l02

DWORD QueueUserAPC(PAPCFUNC procedure, HANDLE thread, ULONG_PTR argument) {
  if (thread != GetCurrentThread()) {
    WSASetLastError(WSA_INVALID_HANDLE);
    return 0;
  }
  l02::Queue().emplace_back(procedure, argument);
  return 1;
}

HANDLE GetCurrentThread() {
  // The number that Windows uses too. No handle of an object has it.
  return reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(-2));
}
