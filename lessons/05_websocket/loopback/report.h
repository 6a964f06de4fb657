// What the embedded server saw: a demo and a test ask it whether the client kept the rules.
#ifndef LESSONS_05_WEBSOCKET_LOOPBACK_REPORT_H_
#define LESSONS_05_WEBSOCKET_LOOPBACK_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "05_websocket/frames/masking.h"

namespace l05 {

/// Counts since the server started.
struct LoopbackCounts {
  std::size_t accepted = 0;           // handshakes that were accepted
  std::size_t refused = 0;            // handshakes that were not
  std::size_t frames = 0;             // masked frames that arrived
  std::set<MaskingKey> keys;          // their masking keys
  std::size_t messages = 0;           // complete messages
  std::size_t pongs = 0;              // answers to pings
  std::vector<int> close_codes;       // of the clients' Close frames; 1005: empty
  std::vector<std::string> problems;  // broken rules and ignored messages, in order
};

/// Collects LoopbackCounts on the server's thread and hands out copies to any thread.
class LoopbackReport {
 public:
  /// A copy of the counts.
  LoopbackCounts Get() const {
    const std::lock_guard lock(mutex_);
    return counts_;
  }
  /// Changes the counts under the lock.
  template <typename Change>
  void Note(Change change) {
    const std::lock_guard lock(mutex_);
    change(counts_);
  }

 private:
  mutable std::mutex mutex_;  // guards counts_
  LoopbackCounts counts_;     // what happened so far
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LOOPBACK_REPORT_H_
