// One thread and many sockets. A wait takes 64 event objects, but an event object takes any number
// of sockets. Lesson 02.
#include <algorithm>

#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

constexpr std::size_t kSockets = 100;

// The system refuses a longer list as a whole; it does not wait for a part of it. The result is a
// huge number, not an index: compare with WSA_WAIT_FAILED before subtracting WSA_WAIT_EVENT_0.
// WSAWaitForMultipleEvents on the first `count` events, without waiting.
DWORD TestEvents(const std::vector<OwnedEvent>& events, std::size_t count) {
  std::vector<WSAEVENT> handles;
  for (std::size_t i = 0; i < count; ++i) handles.push_back(events[i].get());
  return ::WSAWaitForMultipleEvents(static_cast<DWORD>(count), handles.data(), FALSE, 0, FALSE);
}

// One thread serves them all. A wake-up does not say which socket has something, so each is asked;
// a sweep that stopped at the first hit would sleep while records wait.
std::size_t HearEverybody(const std::vector<ExperimentPair>& pairs, WSAEVENT event) {
  std::size_t heard = 0;
  while (heard < pairs.size() && IsSignalled(event, kPatienceMs)) {
    ::WSAResetEvent(event);  // before the sweep: what happens meanwhile signals it again
    for (const ExperimentPair& pair : pairs) {
      if ((TakeEvents(pair.ours(), nullptr) & FD_READ) != 0) ++heard;
    }
  }
  return heard;
}

Observation MoreThan64Sockets() {
  Observation seen;
  const std::vector<OwnedEvent> events(WSA_MAXIMUM_WAIT_EVENTS + 1);
  seen.Do("Wait for 64 event objects, then for 65.");
  seen.Holds("64: the result is WSA_WAIT_TIMEOUT", TestEvents(events, 64) == WSA_WAIT_TIMEOUT);
  seen.Holds("65: the result is WSA_WAIT_FAILED", TestEvents(events, 65) == WSA_WAIT_FAILED);
  seen.Count("the error is WSA_INVALID_PARAMETER", ::WSAGetLastError(), WSA_INVALID_PARAMETER);
  seen.Note("So one event object per socket ends at 64 sockets per thread.");

  seen.Do("Tie 100 sockets to one event object. Each of the 100 clients sends something.");
  std::vector<ExperimentPair> pairs(kSockets);
  const WSAEVENT shared = events[0].get();
  for (ExperimentPair& pair : pairs) {
    SelectOn(pair.ours(), shared, FD_READ);
    pair.SendFromPeer("hello");
  }
  seen.Count("clients that one thread hears", static_cast<long>(HearEverybody(pairs, shared)), 100);
  return seen;
}

}  // namespace

std::vector<Experiment> ManySocketsExperiments() {
  return {{.name = "more-than-64-sockets",
           .belief = "One thread manages many sessions.",
           .verdict = Verdict::kTrue,
           .why = "A wait is limited to 64 event objects, but they may stand for any number of "
                  "sockets.",
           .run = MoreThan64Sockets}};
}

}  // namespace l02
