// Octets on their way out: what send() did not take yet, in order.
//
// send() may take a part or nothing (rule R23). A client that ignores that cuts a frame in two, and
// the next frame then continues in the middle of it. So everything goes through this queue: frames
// are masked while they are copied into a block of 64 KiB, and a block is sent with one call. Many
// small frames share a call, and a large payload is copied once.
//
// A control frame may overtake data, but never cut a frame in two, and never pass another control
// frame. So the queue knows the cuts, where one frame ends and another may go in:
//
//    sent_                   |<--------- blocks_: data, in order --------->|
//   ─────────────────────────┬─────────────┬────────┬──────────────────────┐
//   on the wire already      │ ..ame       │ frame  │ frame                │
//   ─────────────────────────┴─────────────┴────────┴──────────────────────┘
//              cuts_:                      ^        ^                      ^
//              urgent_:  [pong][pong] ─────┘  go in at the first cut that sending reaches
//
// While the socket takes everything there is nothing to overtake. Then a control frame goes into
// the blocks like any other, and the cuts before its end are forgotten: nobody may pass it.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_SEND_QUEUE_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_SEND_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "01_blocking/sockets/io_result.h"
#include "05_websocket/frames/frame.h"
#include "05_websocket/messages/blocks.h"
#include "05_websocket/messages/cuts.h"
#include "05_websocket/messages/message_ends.h"
#include "05_websocket/messages/urgent_frames.h"

namespace l05 {

/// The outgoing half of one connection. No I/O of its own. One thread.
class SendQueue {
 public:
  /// Sends a prefix of the octets: AsyncSocket::Send in the program, anything in a test.
  using Sink = std::function<l01::IoResult(std::string_view)>;

  /// Size of a block, and so of the largest single send.
  static constexpr std::size_t kBlockSize = Blocks::kSize;

  /// Appends octets as they are: the answer to an opening handshake.
  void AppendRaw(std::string_view octets);

  /// Appends the header of a frame. Its payload must follow, and nothing else.
  void BeginFrame(const FrameHeader& header);
  /// The frame that was begun is the last one of a message: unsent() counts it until it has left.
  void EndMessage() { ends_.Add(End() + frame_.left); }
  /// Appends the next piece of that payload, masked if the header says so.
  void AppendPayload(std::string_view piece);

  /// Appends a frame with its payload.
  void AppendFrame(const FrameHeader& header, std::string_view payload);

  /// Puts a control frame in front of the data that waits, at the next cut, but behind the control
  /// frames that wait already. Of more than kMaxUrgent octets of such frames the oldest are
  /// forgotten.
  void AppendUrgent(const FrameHeader& header, std::string_view payload);
  static constexpr std::size_t kMaxUrgent = UrgentFrames::kMax;

  /// What became of a Flush.
  enum class Flushed {
    kAll,      // the queue is empty
    kBlocked,  // the sink takes no more for now
    kFailed,   // the connection is broken; `error()` says why
  };

  /// Sends as much as the sink takes. A short send is followed by another one until the sink says
  /// "would block", because some systems announce room only after that.
  Flushed Flush(const Sink& sink);

  /// Octets that wait.
  std::size_t size() const { return blocks_.size() + urgent_.size(); }
  bool empty() const { return size() == 0; }
  /// Messages that have not left, or not whole.
  std::size_t unsent() const { return ends_.waiting(); }
  /// Octets that have ever left, without urgent control frames.
  std::uint64_t sent() const { return sent_; }
  /// True if the last Flush ended with kBlocked: try again when the socket says so.
  bool blocked() const { return blocked_; }
  /// The system's error code after kFailed.
  int error() const { return error_; }
  /// Forgets everything: the connection is gone.
  void Clear();

 private:
  // The frame that is being appended.
  struct Frame {
    MaskingKey key{};        // of its payload
    bool masked = false;     // whether `key` counts
    std::uint64_t done = 0;  // octets of the payload appended so far
    std::uint64_t left = 0;  // octets of it still to come
  };

  void Write(std::string_view piece);
  std::uint64_t End() const { return sent_ + blocks_.size(); }
  bool UrgentIsNext() const;
  std::string_view NextData() const;
  void OnSent(bool urgent, std::size_t bytes);

  Blocks blocks_;           // the data, and control frames that have nothing to overtake
  Cuts cuts_;               // where urgent_ may go in
  MessageEnds ends_;        // where messages end
  UrgentFrames urgent_;     // control frames that overtake
  std::uint64_t sent_ = 0;  // octets of blocks_ that were ever sent
  Frame frame_;             // what is being appended
  bool blocked_ = false;    // the last Flush ended with kBlocked
  int error_ = 0;           // code of the failed send
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_SEND_QUEUE_H_
