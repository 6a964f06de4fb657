// Standard input, line by line, for a loop that must not block.
//
// A read from a terminal or a pipe blocks, and lesson 04's loop watches sockets only (on Windows
// nothing else can be watched that way). So a thread reads; it stops when too many lines wait, and
// so a fast pipe is slowed down to what the server takes.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_SOURCE_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_SOURCE_H_

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
  /// How many octets may wait before it stops, however few the lines are.
  static constexpr std::size_t kMaxWaitingOctets = 1024 * 1024;

  /// What to do with the CR of a line that ends with CR LF, as in files written on Windows.
  enum CarriageReturn {
    kStrip,  // it is part of the line end
    kKeep,   // it is part of the line: for lines of any octets
  };

  /// `available` runs on the reading thread when there is something to Take, or the input ended.
  explicit LineSource(std::function<void()> available, CarriageReturn mode = kStrip);
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

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_SOURCE_H_
