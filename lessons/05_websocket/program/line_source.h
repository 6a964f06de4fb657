// Standard input, message by message, for a loop that must not block.
//
// A read from a terminal or a pipe blocks, and lesson 04's loop watches sockets only (on Windows
// nothing else can be watched that way). So a thread reads; it stops when too many lines wait, and
// so a fast pipe is slowed down to what the server takes.
//
// A line is shown before it is given: whoever cannot take it now simply says so, and it stays here.
// A function that handed it out would make its caller keep it, and the first one forgot.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_SOURCE_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_SOURCE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace l05 {

/// Reads standard input on a thread of its own. Only one may exist in a program.
class LineSource {
 public:
  /// How many lines may wait before the thread stops reading.
  static constexpr std::size_t kMaxWaiting = 256;
  /// How many octets may wait before it stops, however few the lines are.
  static constexpr std::size_t kMaxWaitingOctets = 1024 * 1024;

  /// Where the input is cut.
  enum class Cut {
    kLines,   // at line ends; a CR before the LF belongs to them, as in files written on Windows
    kNul,     // at zero octets, as `find -print0` writes them; nothing else means anything
    kBlocks,  // where a read ends: nothing is added, nothing is left out, and a LF means nothing
    kWhole,   // nowhere: all of it is one message, octet by octet
  };

  /// `available` runs on the reading thread when there is something to Offer where nothing was, or
  /// the input ended.
  explicit LineSource(std::function<void()> available, Cut cut = Cut::kLines);
  /// These lines, and then the end; standard input is not touched.
  explicit LineSource(std::vector<std::string> lines);
  /// Nothing but what Push brings, until PushEnd; standard input is not touched.
  LineSource();
  /// Lets go of the thread: a blocked read cannot be interrupted. `available` does not run again.
  ~LineSource();
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  /// Adds a line that somebody typed. Returns false if it would be better to wait with the next
  /// one: enough of them wait.
  bool Push(std::string line);
  /// Nothing more will be pushed.
  void PushEnd();

  /// Shows the next line, without its line end, to `take`. It leaves the source only if `take`
  /// returns true. Returns false if it stays, or if no line waits.
  bool Offer(const std::function<bool(const std::string&)>& take);
  /// Drops the lines that wait, and says how many they were.
  std::size_t Discard();
  /// True if the input has ended and every line was taken.
  bool Ended() const;
  /// Why the input could not be read to its end, as one line; empty if nothing was wrong.
  std::string Error() const;

 private:
  struct State;
  static void Read(const std::shared_ptr<State>& state);
  static bool Divide(State& state, std::string_view rest, std::string* line);

  std::optional<std::string> Next();

  std::shared_ptr<State> state_;      // shared with the reading thread
  std::optional<std::string> front_;  // shown and not taken; the loop's thread only
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_SOURCE_H_
