// One queue for each thread, so it needs no lock.
#include "02_wsaeventselect/emulation/queued_calls.h"

#include <deque>
#include <utility>

namespace l02 {
namespace {

using QueuedCall = std::pair<PAPCFUNC, ULONG_PTR>;

std::deque<QueuedCall>& Queue() {
  thread_local std::deque<QueuedCall> queue;
  return queue;
}

}  // namespace

void QueueCall(PAPCFUNC procedure, ULONG_PTR argument) {
  Queue().emplace_back(procedure, argument);
}

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
