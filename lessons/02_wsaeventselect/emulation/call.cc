// The lock, the look-up of handles, and the one place where a thread of the emulation sleeps on a
// socket.
#include "02_wsaeventselect/emulation/call.h"

#include <algorithm>
#include <climits>
#include <system_error>
#include <utility>

#include "02_wsaeventselect/emulation/last_error.h"

namespace l02 {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

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

void Call::Sleep(std::vector<pollfd> entries, const Deadline& deadline) {
  Waker& waker = ThreadWaker();
  entries.push_back({waker.descriptor(), POLLIN, 0});
  // A copy: it keeps the descriptors open while we poll them, whatever other threads close.
  const auto unsent = state_.unsent;
  for (const auto& socket : unsent) entries.push_back({socket->descriptor(), POLLOUT, 0});
  lock_.unlock();
  ::poll(entries.data(), entries.size(), PollTimeout(deadline));
  lock_.lock();
  waker.Clear();
  FlushBacklogs();
}

bool SleepOn(Call& call, EmulatedSocket& socket, short poll_bits, const Deadline& deadline) try {
  Waker& waker = ThreadWaker();
  socket.AddBlockedThread(waker);
  call.Sleep({{socket.descriptor(), poll_bits, 0}}, deadline);
  socket.RemoveBlockedThread(waker);
  return true;
} catch (const std::system_error&) {
  return false;
}

}  // namespace l02
