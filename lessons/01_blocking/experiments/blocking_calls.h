// Where a blocking program waits: accept, recv, send, connect. Each is watched on a thread of its
// own, until somebody else does what it waits for. Lesson 01.
#ifndef LESSONS_01_BLOCKING_EXPERIMENTS_BLOCKING_CALLS_H_
#define LESSONS_01_BLOCKING_EXPERIMENTS_BLOCKING_CALLS_H_

#include <chrono>
#include <functional>

namespace l01 {

/// What was seen of one call.
struct WaitObservation {
  bool waited = false;    // it had not returned after `patience`
  bool released = false;  // it returned after `release` was done

  /// The call waits, and it waits for exactly this.
  bool as_expected() const noexcept { return waited && released; }
};

/// Runs `call` on another thread, looks whether it is still waiting after `patience`, then does
/// `release` and waits for `call` to return. `call` must end after `release`.
WaitObservation Observe(const std::function<void()>& call, const std::function<void()>& release,
                        std::chrono::milliseconds patience);

/// accept waits until a client connects.
WaitObservation ObserveAccept(std::chrono::milliseconds patience);
/// recv waits until bytes come.
WaitObservation ObserveRecv(std::chrono::milliseconds patience);
/// send waits when the peer does not read, until it does.
WaitObservation ObserveSend(std::chrono::milliseconds patience);
/// connect waits when the server's queue of waiting clients is full, until the server accepts. The
/// client's system asks again only after a second, so this takes more than a second.
WaitObservation ObserveConnect(std::chrono::milliseconds patience);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_EXPERIMENTS_BLOCKING_CALLS_H_
