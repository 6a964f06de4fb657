// TCP is a stream: it keeps the order of bytes, not the borders of sends. Two sends may arrive as
// one recv, and one send as several. Whoever wants messages must mark their borders: here by a
// length in front, four bytes, most significant first. Lesson 01.
#ifndef LESSONS_01_BLOCKING_EXPERIMENTS_LENGTH_FRAMING_H_
#define LESSONS_01_BLOCKING_EXPERIMENTS_LENGTH_FRAMING_H_

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace l01 {

/// The longest message that a reader accepts, in bytes. Without a limit a peer that announces 4 GiB
/// would make us allocate them.
inline constexpr std::size_t kLongestMessage = 16 << 20;

/// Thrown when a peer announces a message that is too long.
class MessageTooLong : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A message with its length in front. @throws MessageTooLong.
std::string Frame(std::string_view message);

/// Finds the messages in a stream that arrives in arbitrary pieces.
class FrameReader {
 public:
  /// Takes the next piece, of any size.
  void Feed(std::span<const std::byte> piece);
  /// The next complete message, or nullopt if more bytes are needed.
  /// @throws MessageTooLong; the stream cannot be read any further then.
  std::optional<std::string> Next();

 private:
  std::string buffer_;     // what has arrived
  std::size_t begin_ = 0;  // start of what has not been given out yet
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_EXPERIMENTS_LENGTH_FRAMING_H_
