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

/// Puts the data frames of one direction together. Call BeginFrame, then for every piece of its
/// payload Check (and Append, if the message cannot stay where it is), or Inflate if the message is
/// compressed; then EndFrame.
class MessageAssembler {
 public:
  /// `max_message` is the largest message in octets; a larger one is refused with 1009.
  explicit MessageAssembler(std::uint64_t max_message) : max_message_(max_message) {}

  /// Messages may be compressed from now on (RFC 7692), and may have `max_inflated` octets then.
  void EnableDeflate(std::uint64_t max_inflated, bool no_context_takeover);

  /// A data frame begins. Refuses a continuation of nothing, a new message inside another, and a
  /// message that would become too large: before a single octet of the frame is stored.
  Violation BeginFrame(const FrameHeader& header);

  /// Looks at the next piece of the frame's payload, already unmasked. For text it fails at the
  /// first octet that cannot be UTF-8, even in the middle of a frame.
  Violation Check(std::string_view piece);

  /// Keeps a piece that Check accepted.
  void Append(std::string_view piece);

  /// Inflates, checks and keeps the next piece of a compressed message. Stops at the first octet
  /// that cannot be right, and at the limit of the inflated size.
  Violation Inflate(std::string_view piece);

  /// The frame's payload is complete. Refuses a text that ends inside a character, and compressed
  /// data that end inside a block.
  Violation EndFrame();

  /// True if the message that has begun is compressed.
  bool IsCompressed() const { return compressed_; }
  /// True if the frame that has begun is a message of its own: it can be read where it lies.
  bool IsWholeMessage() const { return whole_; }
  /// True after EndFrame of the last frame, until the next BeginFrame.
  bool IsComplete() const { return complete_; }
  /// True while a message has begun and its last frame has not ended.
  bool IsOpen() const { return open_; }
  /// kText or kBinary: what the first frame said.
  Opcode opcode() const { return opcode_; }
  /// What Append and Inflate collected. Valid until the next BeginFrame.
  std::string_view payload() const { return payload_; }

 private:
  std::uint64_t max_message_;         // limit of one message, in octets
  std::uint64_t size_ = 0;            // octets announced by this message's frames so far
  bool open_ = false;                 // a message has begun and its last frame has not ended
  bool fin_ = false;                  // the frame that has begun is the last one
  bool whole_ = false;                // ... and the first one too
  bool complete_ = false;             // a message is ready
  bool compressed_ = false;           // its first frame had RSV1
  Opcode opcode_ = Opcode::kBinary;   // opcode of the message's first frame
  Utf8Validator utf8_;                // runs across the fragments of a text
  std::string payload_;               // pieces kept by Append and Inflate
  std::optional<Inflater> inflater_;  // if permessage-deflate was agreed on
  std::uint64_t max_inflated_ = 0;    // limit of one message that was compressed, in octets
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_ASSEMBLER_H_
