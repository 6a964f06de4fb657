// How long to wait before the next attempt to connect (rule R40, RFC 6455 §7.2.3).
//
// A server that restarts finds all its clients at its door at once. If each of them tries again
// without a pause, it goes down again. So every failure doubles the wait, up to a limit, and after
// some tries the client gives up. The numbers are those of protoo-client.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_BACKOFF_H_
#define LESSONS_05_WEBSOCKET_CLIENT_BACKOFF_H_

#include <chrono>
#include <optional>
#include <string>

#include "05_websocket/client/options.h"

namespace l05 {

/// Counts the failures in a row. A real service with thousands of clients would also add a random
/// part, so that they do not all come back in the same moment; left out to keep the waits exact.
class Backoff {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr int kTries = 10;                         ///< Attempts after the first one.
  static constexpr std::chrono::milliseconds kFirst{1000};  ///< The wait before the first of them.
  static constexpr std::chrono::milliseconds kLongest{8000};  ///< No wait is longer.
  /// A connection that was open for so long has held. One that the server drops sooner is a
  /// failure like any other: it accepts everybody and keeps nobody, and must not be asked every
  /// second for ever. Whether it said something meanwhile proves nothing.
  static constexpr std::chrono::seconds kHeld{10};

  /// The wait before the next attempt, or nothing if it is time to give up.
  std::optional<std::chrono::milliseconds> Next();
  /// The wait after a connection that ended so, longer if the server asked for that (Retry-After);
  /// nothing if it is time to give up, or if another attempt makes no sense.
  std::optional<std::chrono::milliseconds> After(const CloseInfo& info);
  /// "attempt 2 of 10 in 4 s", after a Next() that gave `delay`.
  std::string Announcement(std::chrono::milliseconds delay) const;

  /// A connection is open.
  void OnOpen(Time now) { opened_ = now; }
  /// It has ended; if it had held, the next failure is the first one again. Without an open
  /// connection nothing happens.
  void OnClose(Time now);
  /// The next failure is the first one again.
  void Reset() { tries_ = 0; }
  /// Waits handed out since the last Reset().
  int tries() const { return tries_; }

 private:
  int tries_ = 0;               // calls of Next() since the last Reset()
  std::optional<Time> opened_;  // when the connection was opened that has not ended
};

/// Whether another attempt makes sense after this end. Not after a close that was meant: 1000, no
/// code, or a code of the application, of which 4000 is protoo's "do not come back". Not after a
/// refusal that will be repeated either: a policy (1008), a status 4xx without Retry-After, or a
/// certificate that is not accepted.
bool IsWorthARetry(const CloseInfo& info);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_BACKOFF_H_
