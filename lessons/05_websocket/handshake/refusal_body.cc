// Which of the four ends a body has, and its beginning.
#include "05_websocket/handshake/refusal_body.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace l05 {
namespace {

bool HasNoBody(int status) {
  return status == 204 || status == 304;
}

// Only as the last coding does "chunked" say where the body ends.
bool IsChunked(const HttpHead& head) {
  const std::vector<std::string> codings = head.List("Transfer-Encoding");
  return !codings.empty() && EqualsIgnoringCase(codings.back(), "chunked");
}

// Digits and nothing else. A length that no number holds is as good as endless.
std::optional<std::uint64_t> ReadLength(const std::string& text) {
  std::uint64_t length = 0;
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, length, 10);
  if (end != last || problem == std::errc::invalid_argument) return std::nullopt;
  return problem == std::errc() ? length : UINT64_MAX;
}

// "5, 5" and two fields with a 5 mean 5 (RFC 9112 §6.3 item 5). With two different lengths, or one
// that is no number, only the end of the connection can be believed.
std::optional<std::uint64_t> LengthOf(const HttpHead& head) {
  std::optional<std::uint64_t> length;
  for (const std::string& element : head.List("Content-Length")) {
    const std::optional<std::uint64_t> one = ReadLength(element);
    if (!one || (length && *length != *one)) return std::nullopt;
    length = one;
  }
  return length;
}

}  // namespace

// [refusal body]
// Transfer-Encoding counts more than a Content-Length beside it (RFC 9112 §6.3 item 3).
RefusalBody::RefusalBody(const HttpHead& head, int status) {
  if (HasNoBody(status)) {
    wanted_ = 0;
  } else if (head.Count("Transfer-Encoding") > 0) {
    if (IsChunked(head)) chunks_.emplace();
  } else if (const std::optional<std::uint64_t> length = LengthOf(head)) {
    wanted_ = static_cast<std::size_t>(std::min<std::uint64_t>(*length, kKept));
  }
}
// [refusal body]

std::size_t RefusalBody::Take(std::string_view octets) {
  if (chunks_) return TakeChunks(octets);
  const std::string_view wanted = octets.substr(0, wanted_ - text_.size());
  text_.append(wanted);
  return wanted.size();
}

std::size_t RefusalBody::TakeChunks(std::string_view octets) {
  std::size_t taken = 0;
  while (taken < octets.size() && !complete()) chunks_->Take(octets[taken++], &text_);
  return taken;
}

bool RefusalBody::complete() const {
  return text_.size() == wanted_ || (chunks_ && chunks_->ended());
}

}  // namespace l05
