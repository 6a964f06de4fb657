// How long to wait before the next attempt to connect (rule R40, RFC 6455 §7.2.3).
//
// A server that restarts finds all its clients at its door at once. If each of them tries again
// without a pause, it goes down again. So every failure doubles the wait, up to a limit, and after
// some tries the client gives up. The numbers are those of protoo-client.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_BACKOFF_H_
#define LESSONS_05_WEBSOCKET_CLIENT_BACKOFF_H_

#include <chrono>
#include <optional>

#include "05_websocket/client/options.h"

namespace l05 {

/// Counts the failures in a row. A real service with thousands of clients would also add a random
/// part, so that they do not all come back in the same moment; left out to keep the waits exact.
class Backoff {
 public:
  static constexpr int kTries = 10;                         ///< Attempts after the first one.
  static constexpr std::chrono::milliseconds kFirst{1000};  ///< The wait before the first of them.
  static constexpr std::chrono::milliseconds kLongest{8000};  ///< No wait is longer.

  /// The wait before the next attempt, or nothing if it is time to give up.
  std::optional<std::chrono::milliseconds> Next();
  /// The connection was open: the next failure is the first one again.
  void Reset() { tries_ = 0; }
  /// Waits handed out since the last Reset().
  int tries() const { return tries_; }

 private:
  int tries_ = 0;  // calls of Next() since the last Reset()
};

/// Whether another attempt makes sense after this end. Not after a close that was meant: 1000, no
/// code, or a code of the application, of which 4000 is protoo's "do not come back".
bool IsWorthARetry(const CloseInfo& info);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_BACKOFF_H_
