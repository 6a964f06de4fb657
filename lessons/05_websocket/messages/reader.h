// From a stream of octets to messages and control frames: the receiving half of RFC 6455.
//
// The reader is pulled: `while ((event = reader.Next()).kind != kNeedMore)`. A loop of that shape
// can stop after any event, which a callback could not. No I/O, so a test or a fuzzer can feed it.
//
// A message that came as one frame is handed out where it lies in the receive buffer, without a
// copy. Text is checked as it arrives, not when it is complete.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_READER_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_READER_H_

#include <cstdint>
#include <string_view>

#include "05_websocket/frames/frame.h"
#include "05_websocket/messages/assembler.h"
#include "05_websocket/messages/receive_buffer.h"

namespace l05 {

/// One thing that arrived.
struct ReadEvent {
  /// What it is.
  enum class Kind {
    kNeedMore,   // nothing complete: receive more octets
    kMessage,    // `opcode` is kText or kBinary, `payload` the whole message
    kControl,    // `opcode` is kClose, kPing or kPong
    kViolation,  // `violation` says which rule was broken; final
  };

  Kind kind = Kind::kNeedMore;      // what it is
  Opcode opcode = Opcode::kBinary;  // of the message or of the control frame
  std::string_view payload;         // unmasked; valid until the next call of Next()
  Violation violation;              // for kViolation
};

/// Reads one direction of one connection.
class MessageReader {
 public:
  /// `role` is the end that reads: kClient refuses masked frames, kServer unmasked ones.
  explicit MessageReader(Role role, const ReadLimits& limits = {});

  /// permessage-deflate was agreed on: RSV1 means "compressed" from now on. `no_context_takeover`
  /// is what the sender of these messages promised.
  void EnableDeflate(bool no_context_takeover);

  /// Where received octets go. Do not touch it while the payload of an event is in use.
  ReceiveBuffer& buffer() { return buffer_; }
  const ReceiveBuffer& buffer() const { return buffer_; }

  /// The next event. After kViolation it returns the same violation for ever.
  ReadEvent Next();

  /// True if a frame or a message has begun and is not complete: the stream must not end here.
  bool InsideMessage() const { return in_frame_ || assembler_.IsOpen(); }

  /// The header of the frame that Next() looked at last.
  const FrameHeader& header() const { return header_; }
  /// Frame headers read so far.
  std::uint64_t frames() const { return frames_; }

 private:
  void DropWhatWasHandedOut();
  bool TakeSmallMessage(ReadEvent* event);
  bool BeginFrame();
  ReadEvent ReadControl();
  ReadEvent ReadData();
  ReadEvent Complete(bool in_place);
  ReadEvent Break(const Violation& violation);

  FrameRules rules_;            // what a header may contain
  std::uint64_t max_small_;     // limit of a message in one frame
  ReceiveBuffer buffer_;        // octets not consumed yet
  MessageAssembler assembler_;  // the message that is being put together
  bool in_frame_ = false;       // a header was consumed and its frame is not complete
  FrameHeader header_;          // that header
  std::uint64_t done_ = 0;      // octets of that frame's payload unmasked and checked so far
  std::size_t handed_out_ = 0;  // octets at the front of buffer_ that the last event points to
  std::uint64_t frames_ = 0;    // headers read
  Violation violation_;         // set once a rule was broken
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_READER_H_
