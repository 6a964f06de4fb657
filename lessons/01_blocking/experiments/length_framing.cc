// Length in front, in network byte order.
#include "01_blocking/experiments/length_framing.h"

#include <cstdint>

namespace l01 {
namespace {

constexpr std::size_t kHeaderSize = 4;

std::uint32_t ReadLength(std::string_view header) {
  std::uint32_t length = 0;
  for (const char c : header.substr(0, kHeaderSize)) {
    length = length << 8 | static_cast<unsigned char>(c);
  }
  return length;
}

void CheckLength(std::size_t length) {
  if (length > kLongestMessage) {
    throw MessageTooLong("message of " + std::to_string(length) + " bytes, the limit is " +
                         std::to_string(kLongestMessage));
  }
}

}  // namespace

std::string Frame(std::string_view message) {
  CheckLength(message.size());
  std::string framed;
  for (int shift = 24; shift >= 0; shift -= 8) {
    framed += static_cast<char>(message.size() >> shift & 0xFF);
  }
  return framed.append(message);
}

void FrameReader::Feed(std::span<const std::byte> piece) {
  // Drop what has been given out when it is more than half: erasing after each message would move
  // the rest again and again.
  if (begin_ > buffer_.size() / 2) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
}

// [frame-reader]
std::optional<std::string> FrameReader::Next() {
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  if (rest.size() < kHeaderSize) return std::nullopt;  // even the length may arrive in pieces
  const std::size_t length = ReadLength(rest);
  CheckLength(length);
  if (rest.size() - kHeaderSize < length) return std::nullopt;
  begin_ += kHeaderSize + length;
  return std::string(rest.substr(kHeaderSize, length));
}
// [frame-reader]

}  // namespace l01
