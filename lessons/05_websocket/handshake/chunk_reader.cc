// A size, a line end, so many octets, a line end, and again.
#include "05_websocket/handshake/chunk_reader.h"

#include <string_view>

namespace l05 {
namespace {

// Sixteen times this still fits into 64 bits. A larger chunk is a lie in any case.
constexpr std::uint64_t kLargest = std::uint64_t{1} << 56;

// The value of a hexadecimal digit, or -1.
int DigitValue(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef0123456789ABCDEF";
  const std::size_t at = kDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at % 16);
}

}  // namespace

// The data ends the refusal's report and no message, so a lone LF is taken for a line end here:
// there is nothing that could be smuggled behind it, the connection is about to be closed.
void ChunkReader::Take(char c, std::string* data) {
  switch (part_) {
    case Part::kSize:
      part_ = OfSize(c);
      return;
    case Part::kExtension:
      if (c != '\n') return;
      part_ = AfterSizeLine();
      return;
    case Part::kData:
      *data += c;
      if (--left_ == 0) part_ = Part::kDataEnd;
      return;
    case Part::kDataEnd:
      if (c == '\r') return;
      part_ = c == '\n' ? Part::kSize : Part::kEnd;
      has_digits_ = false;
      return;
    case Part::kEnd:
      return;
  }
}

ChunkReader::Part ChunkReader::OfSize(char c) {
  const int digit = DigitValue(c);
  if (digit >= 0) {
    if (left_ >= kLargest) return Part::kEnd;
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    has_digits_ = true;
    return Part::kSize;
  }
  if (!has_digits_) return Part::kEnd;
  if (c == '\n') return AfterSizeLine();
  // Blanks in front of the semicolon are wrong and common (RFC 9112 §7.1.1).
  const bool goes_on = c == '\r' || c == ';' || c == ' ' || c == '\t';
  return goes_on ? Part::kExtension : Part::kEnd;
}

}  // namespace l05
