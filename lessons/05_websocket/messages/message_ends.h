// How many messages of a stream have not left yet.
//
// Octets alone do not say it: a connection that breaks leaves half a message in the queue, and
// whoever wrote it wants to know that it was lost.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_MESSAGE_ENDS_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_MESSAGE_ENDS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace l05 {

/// The ends of the messages in one outgoing stream. A position is a number of octets since the
/// stream began. One thread.
class MessageEnds {
 public:
  /// A message ends at `position`. Positions only grow.
  void Add(std::uint64_t position) { ends_.push_back(position); }
  /// The stream has been sent up to `sent`.
  void Pass(std::uint64_t sent) {
    while (next_ < ends_.size() && ends_[next_] <= sent) ++next_;
    // What was passed is dropped in bulk: dropping each one alone would move all the others.
    if (next_ < ends_.size() && next_ < kMaxPassed) return;
    ends_.erase(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(next_));
    next_ = 0;
  }
  /// Messages whose last octet was not sent.
  std::size_t waiting() const { return ends_.size() - next_; }

 private:
  static constexpr std::size_t kMaxPassed = 1024;  // how many may lie around

  std::vector<std::uint64_t> ends_;  // sorted
  std::size_t next_ = 0;             // index of the first one that was not passed
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_MESSAGE_ENDS_H_
