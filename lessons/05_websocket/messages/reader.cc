// Cuts the stream into headers and payloads, and hands on what is whole.
#include "05_websocket/messages/reader.h"

#include <algorithm>
#include <cstring>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"

namespace l05 {
namespace {

constexpr std::size_t kSmallHeader = 2;      // octets of a header without extended length and key
constexpr std::uint8_t kWholeText = 0x81;    // FIN and the opcode of text
constexpr std::uint8_t kWholeBinary = 0x82;  // FIN and the opcode of binary
constexpr std::uint8_t kMaskBit = 0x80;      // stands in front of the length

// Unmasks a payload where it lies, and checks it. Bad text is masked again, and then nothing has
// happened.
bool UnmaskAndCheck(const FrameHeader& header, char* payload) {
  const auto size = static_cast<std::size_t>(header.length);
  if (header.masked) ApplyMask(payload, size, header.key);
  if (header.opcode == Opcode::kBinary || IsUtf8({payload, size})) return true;
  if (header.masked) ApplyMask(payload, size, header.key);
  return false;
}

}  // namespace

MessageReader::MessageReader(Role role, const ReadLimits& limits)
    : rules_{role, /*allow_rsv1=*/false, limits.max_frame},
      max_small_(std::min({limits.max_frame, limits.max_message, std::uint64_t{125}})),
      assembler_(limits) {}

void MessageReader::EnableDeflate(bool no_context_takeover) {
  rules_.allow_rsv1 = true;
  assembler_.EnableDeflate(no_context_takeover);
}

ReadEvent MessageReader::Next() {
  DropWhatWasHandedOut();
  ReadEvent small;
  if (TakeSmallMessage(&small)) return small;
  for (;;) {
    if (violation_) return Break(violation_);
    if (!in_frame_ && !BeginFrame()) {
      return violation_ ? Break(violation_) : ReadEvent{};
    }
    const ReadEvent event = IsControl(header_.opcode) ? ReadControl() : ReadData();
    // A fragment that is not the last one is no event: go on with the next frame.
    if (event.kind != ReadEvent::Kind::kNeedMore || in_frame_) return event;
  }
}

// Most messages are one short frame that has arrived whole. Two comparisons recognise it, and then
// nothing has to be remembered between two calls. Whatever is unusual about it, bad text included,
// is left to the general way, which knows the reason.
bool MessageReader::TakeSmallMessage(ReadEvent* event) {
  const std::string_view octets = buffer_.data();
  const bool masked = rules_.reader == Role::kServer;
  const std::size_t begin = kSmallHeader + (masked ? sizeof(MaskingKey) : 0);
  if (octets.size() < begin || in_frame_ || assembler_.IsOpen() || violation_) return false;
  const std::uint8_t first = Octet(octets[0]);
  // Above 125: MASK is not as this end must see it, or the length is longer.
  const std::uint8_t length = Octet(octets[1]) ^ (masked ? kMaskBit : 0);
  if (first != kWholeText && first != kWholeBinary) return false;
  if (length > max_small_ || length > octets.size() - begin) return false;
  event->payload = octets.substr(begin, length);
  event->opcode = first == kWholeText ? Opcode::kText : Opcode::kBinary;
  header_ = FrameHeader{true, false, event->opcode, masked, {}, length};
  if (masked) std::memcpy(header_.key.data(), octets.data() + kSmallHeader, sizeof(MaskingKey));
  if (!UnmaskAndCheck(header_, buffer_.mutable_data() + begin)) return false;
  event->kind = ReadEvent::Kind::kMessage;
  handed_out_ = begin + length;
  ++frames_;
  return true;
}

// The payload of the last event lay in the buffer until now, so that nobody had to copy it.
void MessageReader::DropWhatWasHandedOut() {
  buffer_.Consume(handed_out_);
  handed_out_ = 0;
}

// Returns false if the header is not complete or breaks a rule.
bool MessageReader::BeginFrame() {
  const DecodedHeader decoded = DecodeFrameHeader(buffer_.data(), rules_);
  violation_ = decoded.violation;
  if (violation_ || decoded.size == 0) return false;
  header_ = decoded.header;
  if (!IsControl(header_.opcode)) violation_ = assembler_.BeginFrame(header_);
  if (violation_) return false;
  buffer_.Consume(decoded.size);
  in_frame_ = true;
  done_ = 0;
  ++frames_;
  return true;
}

// At most 125 octets: simply wait until all of them are here.
ReadEvent MessageReader::ReadControl() {
  const auto length = static_cast<std::size_t>(header_.length);
  if (buffer_.size() < length) return {};
  if (header_.masked) ApplyMask(buffer_.mutable_data(), length, header_.key);
  in_frame_ = false;
  handed_out_ = length;
  return {ReadEvent::Kind::kControl, header_.opcode, buffer_.data().substr(0, length), {}};
}

// The octets that have arrived since the last call: unmasked here, checked by the assembler. A
// whole message stays in the buffer until it is complete; a fragment moves over to the message it
// belongs to, and compressed data leave what they unfold to there.
ReadEvent MessageReader::ReadData() {
  const bool in_place = assembler_.IsWholeMessage();
  const std::size_t seen = in_place ? static_cast<std::size_t>(done_) : 0;
  const std::uint64_t left = header_.length - done_;
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size() - seen, left));
  char* const at = buffer_.mutable_data() + seen;
  if (header_.masked) ApplyMask(at, size, header_.key, static_cast<std::size_t>(done_ % 4));
  done_ += size;
  violation_ = assembler_.Add({at, size}, /*last=*/size == left);
  if (violation_) return Break(violation_);
  if (!in_place) buffer_.Consume(size);
  if (size < left) return {};
  in_frame_ = false;
  return assembler_.IsComplete() ? Complete(in_place) : ReadEvent{};
}

ReadEvent MessageReader::Complete(bool in_place) {
  handed_out_ = in_place ? static_cast<std::size_t>(header_.length) : 0;
  return {ReadEvent::Kind::kMessage,
          assembler_.opcode(),
          in_place ? buffer_.data().substr(0, handed_out_) : assembler_.payload(),
          {}};
}

// A broken stream stays broken: after a wrong length nobody knows where the next frame begins.
ReadEvent MessageReader::Break(const Violation& violation) {
  violation_ = violation;
  return {ReadEvent::Kind::kViolation, header_.opcode, {}, violation};
}

}  // namespace l05
