// Which frame may follow which, and what becomes of its payload.
#include "05_websocket/messages/assembler.h"

#include <cassert>

#include "05_websocket/frames/close_code.h"

namespace l05 {
namespace {

// After a message larger than this its memory goes back instead of waiting for the next one.
constexpr std::size_t kKeepAtMost = 1024 * 1024;

}  // namespace

void MessageAssembler::EnableDeflate(std::uint64_t max_inflated, bool no_context_takeover) {
  max_inflated_ = max_inflated;
  inflater_.emplace(no_context_takeover);
}

// [begin frame]
Violation MessageAssembler::BeginFrame(const FrameHeader& header) {
  assert(!IsControl(header.opcode));
  const bool continues = header.opcode == Opcode::kContinuation;
  if (continues && !open_) return {kProtocolError, "continuation of no message"};
  if (!continues && open_) return {kProtocolError, "new message inside a fragmented one"};
  if (!continues) {
    opcode_ = header.opcode;  // the fragments to come will repeat neither of these
    compressed_ = header.rsv1;
    size_ = 0;
    utf8_.Reset();
    payload_.clear();
    if (payload_.capacity() > kKeepAtMost) payload_.shrink_to_fit();
  }
  // size_ <= max_message_ always holds, so this subtraction cannot wrap; size_ + length could.
  if (header.length > max_message_ - size_) {
    return {kMessageTooBig, "message larger than the limit"};
  }
  size_ += header.length;
  open_ = true;
  complete_ = false;
  fin_ = header.fin;
  whole_ = header.fin && !continues && !compressed_;
  return {};
}
// [begin frame]

Violation MessageAssembler::Check(std::string_view piece) {
  if (opcode_ == Opcode::kText && !utf8_.Feed(piece)) {
    return {kInvalidPayload, "text is not UTF-8"};
  }
  return {};
}

void MessageAssembler::Append(std::string_view piece) {
  payload_.append(piece);
}

// [inflate]
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
    const auto room = static_cast<std::size_t>(max_inflated_ - payload_.size());
    if (const Violation violation = Check(inflated.substr(0, room))) return violation;
    if (inflated.size() > room) {
      return {kMessageTooBig, "inflated message larger than the limit"};
    }
    Append(inflated);
  }
}
// [inflate]

Violation MessageAssembler::EndFrame() {
  if (!fin_) return {};
  open_ = false;
  if (compressed_) {
    if (const Violation violation = Inflate(inflater_->Tail())) return violation;
    if (!inflater_->EndMessage()) return {kInvalidPayload, "compressed data are cut off"};
  }
  if (opcode_ == Opcode::kText && !utf8_.Complete()) {
    return {kInvalidPayload, "text ends inside a character"};
  }
  complete_ = true;
  return {};
}

}  // namespace l05
