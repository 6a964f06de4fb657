// Is this text UTF-8? Answered octet by octet, across any cut of the input.
//
// A WebSocket text message must be valid UTF-8 (RFC 6455 §8.1), and it may arrive in fragments that
// cut a character in two. The validator therefore remembers what the unfinished character still
// needs. It says no at the first octet that can no longer belong to valid text (rule R15), not at
// the end of the message: a peer that sends a gigabyte of garbage is stopped at its first octet.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_UTF8_H_
#define LESSONS_05_WEBSOCKET_FRAMES_UTF8_H_

#include <cstdint>
#include <string_view>

namespace l05 {

/// Checks one text that arrives in pieces. After a failure it stays failed until Reset().
class Utf8Validator {
 public:
  /// Checks the next piece. Returns false if the text can no longer become valid.
  bool Feed(std::string_view piece);

  /// True if the text may end here: nothing failed and no character is cut in two.
  bool Complete() const { return state_ == kBetweenCharacters; }

  /// Starts a new text.
  void Reset() { state_ = kBetweenCharacters; }

 private:
  static constexpr std::uint64_t kBetweenCharacters = 6;  // kBetween of the table in utf8.cc

  std::uint64_t state_ = kBetweenCharacters;  // what the unfinished character still needs
};

/// Whether the whole of `text` is valid UTF-8.
bool IsUtf8(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_UTF8_H_
