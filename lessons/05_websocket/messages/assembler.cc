// Which frame may follow which, and what becomes of its payload.
#include "05_websocket/messages/assembler.h"

#include <cassert>

#include "05_websocket/frames/close_code.h"

namespace l05 {
namespace {

// After a message larger than this its memory goes back instead of waiting for the next one.
constexpr std::size_t kKeepAtMost = 1024 * 1024;

}  // namespace

// [begin frame]
Violation MessageAssembler::BeginFrame(const FrameHeader& header) {
  assert(!IsControl(header.opcode));
  const bool continues = header.opcode == Opcode::kContinuation;
  if (continues && !open_) return {kProtocolError, "continuation of no message"};
  if (!continues && open_) return {kProtocolError, "new message inside a fragmented one"};
  if (!continues) {
    // The fragments to come will repeat neither of these.
    message_ = {header.opcode, /*compressed=*/header.rsv1, /*size=*/0};
    utf8_.Reset();
    payload_.clear();
    if (payload_.capacity() > kKeepAtMost) payload_.shrink_to_fit();
  }
  // size <= max_message always holds, so this subtraction cannot wrap; size + length could.
  if (header.length > limits_.max_message - message_.size) {
    return {kMessageTooBig, "message larger than the limit"};
  }
  message_.size += header.length;
  open_ = true;
  complete_ = false;
  fin_ = header.fin;
  whole_ = header.fin && !continues && !message_.compressed;
  return {};
}
// [begin frame]

Violation MessageAssembler::Add(std::string_view piece, bool last) {
  if (const Violation violation = message_.compressed ? Inflate(piece) : Check(piece)) {
    return violation;
  }
  if (!whole_ && !message_.compressed) payload_.append(piece);
  return last && fin_ ? EndMessage() : Violation{};
}

Violation MessageAssembler::Check(std::string_view piece) {
  if (message_.opcode == Opcode::kText && !utf8_.Feed(piece)) {
    return {kInvalidPayload, "text is not UTF-8"};
  }
  return {};
}

// Both checks come before the piece is kept. So memory never exceeds the limit by more than one
// piece, and a peer that compresses garbage is stopped at the garbage's first octet. The text up to
// the limit is checked first, so that the result does not depend on how the pieces were cut.
Violation MessageAssembler::Inflate(std::string_view piece) {
  for (;;) {
    std::string_view inflated;
    switch (inflater_->Next(&piece, &inflated)) {
      case Inflater::Status::kDone:
        return {};
      case Inflater::Status::kCorrupt:
        return {kInvalidPayload, "compressed data are corrupt"};
      case Inflater::Status::kPiece:
        break;
    }
    const auto room = static_cast<std::size_t>(limits_.max_inflated - payload_.size());
    if (const Violation violation = Check(inflated.substr(0, room))) return violation;
    if (inflated.size() > room) {
      return {kMessageTooBig, "inflated message larger than the limit"};
    }
    payload_.append(inflated);
  }
}

// Only now can one say that something is missing.
Violation MessageAssembler::EndMessage() {
  open_ = false;
  if (message_.compressed) {
    if (const Violation violation = Inflate(inflater_->Tail())) return violation;
    if (!inflater_->EndMessage()) return {kInvalidPayload, "compressed data are cut off"};
  }
  if (message_.opcode == Opcode::kText && !utf8_.Complete()) {
    return {kInvalidPayload, "text ends inside a character"};
  }
  complete_ = true;
  return {};
}

}  // namespace l05
