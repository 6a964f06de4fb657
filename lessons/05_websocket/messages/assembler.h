// From frames to messages (RFC 6455 §5.4).
//
// A message is one frame, or several: the first one carries the opcode, the others say
// "continuation", and the last one has FIN set. Control frames may stand between them; they never
// reach this class. The article's client forgets the opcode of the first fragment and so loses
// every message that the protoo server splits, which is every one over 16 KiB.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_ASSEMBLER_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_ASSEMBLER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "05_websocket/frames/frame.h"
#include "05_websocket/frames/utf8.h"
#include "05_websocket/messages/inflater.h"

namespace l05 {

/// Limits on what a peer may make this end store.
struct ReadLimits {
  std::uint64_t max_frame = 64 * 1024 * 1024;     // octets of one frame's payload
  std::uint64_t max_message = 64 * 1024 * 1024;   // octets of one message, as they arrive
  std::uint64_t max_inflated = 64 * 1024 * 1024;  // octets of a compressed message, inflated
};

/// Puts the data frames of one direction together. Two calls do it: BeginFrame for a header, Add
/// for each piece of its payload.
class MessageAssembler {
 public:
  /// A message larger than its limit is refused with 1009.
  explicit MessageAssembler(const ReadLimits& limits) : limits_(limits) {}

  /// Messages may be compressed from now on (RFC 7692).
  void EnableDeflate(bool no_context_takeover) { inflater_.emplace(no_context_takeover); }

  /// A data frame begins. Refuses a continuation of nothing, a new message inside another, and a
  /// message that would become too large: before a single octet of the frame is stored.
  Violation BeginFrame(const FrameHeader& header);

  /// The next piece of the frame's payload, already unmasked; `last` if the frame ends with it.
  /// Inflates it if the message is compressed, checks it, and keeps it unless IsWholeMessage(). A
  /// text fails at the first octet that cannot be UTF-8, even in the middle of a frame.
  Violation Add(std::string_view piece, bool last);

  /// True if the frame that has begun is a message of its own: it can be read where it lies.
  bool IsWholeMessage() const { return whole_; }
  /// True after the end of a message's last frame, until the next BeginFrame.
  bool IsComplete() const { return complete_; }
  /// True while a message has begun and its last frame has not ended.
  bool IsOpen() const { return open_; }
  /// kText or kBinary: what the first frame said.
  Opcode opcode() const { return message_.opcode; }
  /// What Add kept. Valid until the next BeginFrame.
  std::string_view payload() const { return payload_; }

 private:
  // What the first frame of a message said, for those that follow.
  struct Message {
    Opcode opcode = Opcode::kBinary;  // text or binary
    bool compressed = false;          // RSV1 was set
    std::uint64_t size = 0;           // octets announced by its frames so far
  };

  Violation Check(std::string_view piece);
  Violation Inflate(std::string_view piece);
  Violation EndMessage();

  ReadLimits limits_;                 // of one message
  Message message_;                   // the one that has begun
  bool open_ = false;                 // ... and its last frame has not ended
  bool fin_ = false;                  // the frame that has begun is the last one
  bool whole_ = false;                // ... and the first one too, and not compressed
  bool complete_ = false;             // a message is ready
  Utf8Validator utf8_;                // runs across the fragments of a text
  std::string payload_;               // pieces that were kept
  std::optional<Inflater> inflater_;  // if permessage-deflate was agreed on
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_ASSEMBLER_H_
