// Places in a stream of frames where another frame may go in.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_CUTS_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_CUTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace l05 {

/// The cuts of one outgoing stream. A position is a number of octets since the stream began, so it
/// stays true while octets leave. One thread.
class Cuts {
 public:
  /// A frame ends at `position`: behind it another one may go in. Positions only grow.
  void Add(std::uint64_t position) { cuts_.push_back(position); }
  /// A frame that must not be overtaken ends at `position`: nothing may go in before it any more.
  void AddOnly(std::uint64_t position) {
    cuts_.clear();
    next_ = 0;
    last_ = kNowhere;
    Add(position);
  }

  /// The stream has been sent up to `sent`.
  void Pass(std::uint64_t sent) {
    // Usually all of it was sent. Else the positions are sorted, so this is a binary search.
    const auto begin = cuts_.begin() + static_cast<std::ptrdiff_t>(next_);
    const auto next = !cuts_.empty() && cuts_.back() <= sent
                          ? cuts_.end()
                          : std::upper_bound(begin, cuts_.end(), sent);
    if (next == begin) return;
    last_ = *(next - 1);
    next_ = static_cast<std::size_t>(next - cuts_.begin());
    // What was passed is dropped in bulk: dropping each one alone would move all the others.
    if (next != cuts_.end() && next_ < kMaxPassed) return;
    cuts_.erase(cuts_.begin(), next);
    next_ = 0;
  }

  /// True if the stream stands at a cut, now that it was sent up to `sent`.
  bool IsAt(std::uint64_t sent) const { return last_ == sent; }
  /// How many octets may leave before the next cut, at most `size`.
  std::size_t UpToNext(std::uint64_t sent, std::size_t size) const {
    if (next_ == cuts_.size()) return size;
    return std::min<std::size_t>(size, static_cast<std::size_t>(cuts_[next_] - sent));
  }

 private:
  static constexpr std::uint64_t kNowhere = UINT64_MAX;  // no stream is that long
  static constexpr std::size_t kMaxPassed = 1024;        // how many may lie around

  std::vector<std::uint64_t> cuts_;  // sorted
  std::size_t next_ = 0;             // index of the first one that was not passed
  std::uint64_t last_ = 0;           // the last one that was passed; the beginning is one too
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_CUTS_H_
