// Control frames that go in front of the data that waits.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_URGENT_FRAMES_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_URGENT_FRAMES_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "05_websocket/frames/frame.h"

namespace l05 {

/// A FIFO of whole frames, in encoded form: pongs keep the order of their pings. One thread.
class UrgentFrames {
 public:
  /// While more than this many octets wait, the oldest frames are forgotten: RFC 6455 §5.5.3 lets
  /// an end answer only the latest ping, and a flood of pings must not fill the memory.
  static constexpr std::size_t kMax = 4 * 1024;

  /// Appends a frame, masked if its header says so.
  void Add(const FrameHeader& header, std::string_view payload);

  /// The rest of the frame that leaves first.
  std::string_view Front() const { return std::string_view(frames_.front()).substr(sent_); }
  /// The first `size` octets of Front() have left.
  void Consume(std::size_t size);
  /// True if a part of a frame has left: the rest of it must follow, and nothing else.
  bool InsideFrame() const { return sent_ > 0; }
  /// Octets that wait.
  std::size_t size() const { return size_; }
  bool empty() const { return frames_.empty(); }

 private:
  std::deque<std::string> frames_;  // oldest first
  std::size_t size_ = 0;            // octets in frames_ that wait
  std::size_t sent_ = 0;            // octets of the first frame that have left
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_URGENT_FRAMES_H_
