// Octets on their way out: what send() did not take yet, in order.
//
// send() may take a part or nothing (rule R23). A client that ignores that cuts a frame in two, and
// the next frame then continues in the middle of it. So everything goes through this queue:
// frames are written into blocks of 64 KiB, masked while they are copied, and a block is sent with
// one call. Many small frames thus share a call, and a large payload is copied once.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_SEND_QUEUE_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_SEND_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "01_blocking/sockets/io_result.h"
#include "05_websocket/frames/frame.h"

namespace l05 {

/// The outgoing half of one connection. No I/O of its own. One thread.
class SendQueue {
 public:
  /// Sends a prefix of the octets: AsyncSocket::Send in the program, anything in a test.
  using Sink = std::function<l01::IoResult(std::string_view)>;

  /// Size of a block, and so of the largest single send.
  static constexpr std::size_t kBlockSize = 64 * 1024;

  /// Appends octets as they are: the opening handshake.
  void AppendRaw(std::string_view octets);

  /// Appends the header of a frame. Its payload must follow, and nothing else.
  void BeginFrame(const FrameHeader& header);
  /// Appends the next piece of that payload, masked if the header says so.
  void AppendPayload(std::string_view piece);

  /// Appends a frame with its payload.
  void AppendFrame(const FrameHeader& header, std::string_view payload);

  /// Puts a control frame in front of the data that waits, at the next place between two frames,
  /// but behind the control frames that wait already: pongs keep the order of their pings.
  /// While more than kMaxUrgent octets of such frames wait, the oldest are forgotten: RFC 6455
  /// §5.5.3 lets an end answer only the latest ping, and a flood of pings must not fill the memory.
  void AppendUrgent(const FrameHeader& header, std::string_view payload);
  static constexpr std::size_t kMaxUrgent = 4 * 1024;

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
  std::size_t size() const { return size_ + urgent_size_; }
  bool empty() const { return size() == 0; }
  /// True if the last Flush ended with kBlocked: try again when the socket says so.
  bool blocked() const { return blocked_; }
  /// The system's error code after kFailed.
  int error() const { return error_; }
  /// Forgets everything: the connection is gone.
  void Clear();

 private:
  struct Block {
    std::unique_ptr<char[]> octets;  // kBlockSize of them
    std::size_t begin = 0;           // first octet that was not sent
    std::size_t end = 0;             // one past the last octet written
  };

  void Write(std::string_view piece);
  Block& BlockWithRoom();
  void MarkFrameEnd();
  bool MayOvertake() const { return passed_end_ == sent_ && sent_ >= barrier_; }
  std::string_view NextToSend() const;
  void OnDataSent(std::size_t bytes);
  void PutFrontBlockAside();
  void OnUrgentSent(std::size_t bytes);
  void PassFrameEnds();

  std::list<Block> blocks_;  // the data; an emptied last block stays for the next frame
  std::list<Block> spare_;   // one sent block that waits to be used again, or none
  std::size_t size_ = 0;     // octets in blocks_
  std::uint64_t sent_ = 0;   // octets of blocks_ that were ever sent
  std::vector<std::uint64_t> frame_ends_;  // where frames end, counted like sent_
  std::size_t next_end_ = 0;               // index of the first of them beyond sent_
  std::uint64_t passed_end_ = 0;           // the last frame end that was reached
  std::uint64_t barrier_ = 0;              // end of the last control frame in blocks_
  std::deque<std::string> urgent_;         // encoded control frames that go first
  std::size_t urgent_size_ = 0;            // octets in urgent_ that wait
  std::size_t urgent_sent_ = 0;            // octets of urgent_.front() that were sent
  bool blocked_ = false;                   // the last Flush ended with kBlocked
  MaskingKey key_{};                       // of the frame that is being appended
  bool masked_ = false;                    // whether key_ counts
  std::uint64_t phase_ = 0;                // octets of its payload appended so far
  std::uint64_t payload_left_ = 0;         // octets of its payload still to come
  int error_ = 0;                          // code of the failed send
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_SEND_QUEUE_H_
