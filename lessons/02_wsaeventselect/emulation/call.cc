// The lock, the look-up of handles, and the one place where a thread of the emulation sleeps on a
// socket.
#include "02_wsaeventselect/emulation/call.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include "02_wsaeventselect/emulation/last_error.h"

namespace l02 {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr int kNapMs = 10;  // how often a thread looks that cannot sleep until it is woken

// A time-out of poll, cut to a nap. -1 is for ever.
int ShortNap(int timeout_ms) {
  return timeout_ms < 0 ? kNapMs : std::min(timeout_ms, kNapMs);
}

}  // namespace

Deadline DeadlineAfter(milliseconds time, milliseconds never) {
  if (time == never) return std::nullopt;
  return steady_clock::now() + time;
}

bool HasPassed(const Deadline& deadline) {
  return deadline && steady_clock::now() >= *deadline;
}

int PollTimeout(const Deadline& deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<milliseconds>(*deadline - steady_clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

Call::Call() : state_(TheEmulation()), lock_(state_.mutex) {
  FlushBacklogs();
}

bool Call::started() {
  if (state_.startups > 0 || !state_.profile.startup_checked) return true;
  LastError() = WSANOTINITIALISED;
  return false;
}

std::shared_ptr<EmulatedEvent> Call::FindEvent(WSAEVENT handle) const {
  return state_.handles.FindEvent(reinterpret_cast<std::uintptr_t>(handle));
}

std::shared_ptr<EmulatedSocket> Call::FindSocket(SOCKET handle) {
  if (!started()) return nullptr;
  auto socket = state_.handles.FindSocket(static_cast<std::uintptr_t>(handle));
  if (!socket) LastError() = WSAENOTSOCK;
  return socket;
}

SOCKET Call::Register(std::shared_ptr<EmulatedSocket> socket) {
  EmulatedSocket& entry = *socket;
  const auto handle = static_cast<SOCKET>(state_.handles.Add(std::move(socket)));
  entry.association().set_handle(handle);
  return handle;
}

void Call::CloseSocket(std::uintptr_t handle) {
  const auto socket = state_.handles.FindSocket(handle);
  state_.handles.Remove(handle);
  // The kernel's socket goes with the last reference: now, or when the threads which are in a
  // blocking call on it have left, or when its backlog has been sent.
  socket->Close();
}

int Finish(const Outcome& outcome) {
  if (outcome.ok()) return outcome.value;
  LastError() = outcome.error;
  return SOCKET_ERROR;
}

void Call::FlushBacklogs() {
  std::erase_if(state_.unsent, [](const auto& socket) { return !socket->HasBacklog(); });
}

// What poll is given: each descriptor once, and no -1. It refuses a list that is longer than the
// limit of open descriptors, even if most entries are to be ignored (man 2 poll, EINVAL).
std::vector<pollfd> Call::PollSet(std::vector<pollfd> entries, Waker* waker) const {
  if (waker != nullptr) entries.push_back({waker->descriptor(), POLLIN, 0});
  for (const auto& socket : state_.unsent) entries.push_back({socket->descriptor(), POLLOUT, 0});
  std::vector<pollfd> merged;
  std::sort(entries.begin(), entries.end(),
            [](const pollfd& a, const pollfd& b) { return a.fd < b.fd; });
  for (const pollfd& entry : entries) {
    if (entry.fd < 0) continue;
    if (merged.empty() || merged.back().fd != entry.fd) merged.push_back({entry.fd, 0, 0});
    merged.back().events = static_cast<short>(merged.back().events | entry.events);
  }
  return merged;
}

void Call::Sleep(std::vector<pollfd> entries, Waker* waker, const Deadline& deadline) {
  std::vector<pollfd> poll_set = PollSet(std::move(entries), waker);
  // A copy: it keeps the descriptors open while we poll them, whatever other threads close.
  const auto unsent = state_.unsent;
  int timeout = PollTimeout(deadline);
  // Nobody can wake a thread without a waker. Let it look by itself.
  if (waker == nullptr) timeout = ShortNap(timeout);
  lock_.unlock();
  const int ready = ::poll(poll_set.data(), poll_set.size(), timeout);
  // Out of memory, or the limit of descriptors was lowered under us. The caller looks at everything
  // again in any case; all that is missing is the sleep, and without one it would spin.
  if (ready < 0 && errno != EINTR) ::poll(nullptr, 0, ShortNap(timeout));
  lock_.lock();
  if (waker != nullptr) waker->Clear();
  FlushBacklogs();
}

void SleepOn(Call& call, EmulatedSocket& socket, short poll_bits, const Deadline& deadline) {
  Waker* waker = ThreadWaker();
  if (waker != nullptr) socket.AddBlockedThread(*waker);
  call.Sleep({{socket.descriptor(), poll_bits, 0}}, waker, deadline);
  if (waker != nullptr) socket.RemoveBlockedThread(*waker);
}

}  // namespace l02
