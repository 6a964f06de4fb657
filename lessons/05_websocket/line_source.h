// Standard input, line by line, for a loop that must not block.
//
// A read from a terminal or a pipe blocks, and lesson 04's loop watches sockets only (on Windows
// nothing else can be watched that way). So a thread reads; it stops when too many lines wait, and
// so a fast pipe is slowed down to what the server takes.
#ifndef LESSONS_05_WEBSOCKET_LINE_SOURCE_H_
#define LESSONS_05_WEBSOCKET_LINE_SOURCE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace l05 {

/// Reads standard input on a thread of its own. Only one may exist in a program.
class LineSource {
 public:
  /// How many lines may wait before the thread stops reading.
  static constexpr std::size_t kMaxWaiting = 256;

  /// `available` runs on the reading thread when there is something to Take, or the input ended.
  explicit LineSource(std::function<void()> available);
  /// Lets go of the thread: a blocked read cannot be interrupted. `available` does not run again.
  ~LineSource();
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  /// The next line without its line end, if one waits.
  std::optional<std::string> Take();
  /// True if the input has ended and every line was taken.
  bool Ended() const;

 private:
  struct State;
  static void Read(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;  // shared with the reading thread
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LINE_SOURCE_H_
