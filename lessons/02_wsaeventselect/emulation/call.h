// One API call: takes the lock, finds the socket, turns results into return values and last errors.
//
// Also the only place where a thread waits on behalf of a blocking socket. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_CALL_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_CALL_H_

#include <poll.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "02_wsaeventselect/emulation/errors.h"
#include "02_wsaeventselect/emulation/state.h"

namespace l02 {

/// A moment to stop waiting at, or never.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// A millisecond argument of the API as a deadline: `never` stands for "no deadline".
Deadline DeadlineAfter(std::chrono::milliseconds time, std::chrono::milliseconds never);
/// What remains, as poll() wants it: rounded up, so that a wait never ends too early; -1 for ever.
int PollTimeout(const Deadline& deadline);
bool HasPassed(const Deadline& deadline);

/// The emulation belongs to the calling thread while this object lives.
class Call {
 public:
  Call();

  EmulationState& state() { return state_; }
  std::unique_lock<std::mutex>& lock() { return lock_; }
  /// False, with the last error set, if WSAStartup is missing and the profile minds.
  bool started();
  std::shared_ptr<EmulatedEvent> FindEvent(WSAEVENT handle) const;
  /// Null, with the last error set, if that is no socket or WSAStartup is missing.
  std::shared_ptr<EmulatedSocket> FindSocket(SOCKET handle);
  /// Enters a socket into the handle table.
  SOCKET Register(std::shared_ptr<EmulatedSocket> socket);
  /// Takes a socket out of the handle table and closes it.
  void CloseSocket(std::uintptr_t handle);
  /// Hands data on that a send has accepted and the kernel had no room for.
  void FlushBacklogs();
  /// Polls `entries` until one of them is ready, `waker` is woken or the deadline has passed; it
  /// may return earlier, so look again. Gives the lock away meanwhile. `waker` may be null.
  void Sleep(std::vector<pollfd> entries, Waker* waker, const Deadline& deadline);

 private:
  std::vector<pollfd> PollSet(std::vector<pollfd> entries, Waker* waker) const;

  EmulationState& state_;              // the process's
  std::unique_lock<std::mutex> lock_;  // held, except while a thread sleeps
};

/// Stores the error, if any, as the thread's last one. Returns what the API function returns.
int Finish(const Outcome& outcome);

/// Sleeps until `socket` has one of the POLL bits, is closed, or the deadline has passed. Gives the
/// lock away meanwhile.
void SleepOn(Call& call, EmulatedSocket& socket, short poll_bits, const Deadline& deadline);

/// Repeats `attempt` until it no longer would block. On a non-blocking socket: once.
template <typename Attempt>
Outcome Repeat(Call& call, EmulatedSocket& socket, short poll_bits, const Deadline& deadline,
               Attempt attempt) {
  for (;;) {
    const Outcome outcome = attempt();
    if (outcome.error != WSAEWOULDBLOCK || socket.options().nonblocking()) return outcome;
    if (HasPassed(deadline)) return Outcome::Failed(WSAETIMEDOUT);
    SleepOn(call, socket, poll_bits, deadline);
    // Another thread has closed the socket under this call.
    if (socket.closed()) return Outcome::Failed(WSAEINTR);
  }
}

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_CALL_H_
