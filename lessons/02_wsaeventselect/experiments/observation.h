// The notebook of one experiment: what was done, what was seen, and whether that is what the
// verdict needs. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_OBSERVATION_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_OBSERVATION_H_

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace l02 {

/// Collects the lines of one experiment, in order.
class Observation {
 public:
  /// What a line tells.
  enum class Kind {
    kStep,  ///< what is done next
    kSaw,   ///< what was seen, and the verdict rests on it
    kHere,  ///< a number of this machine and this run; the next run may print another
    kNote,  ///< an explanation
  };
  /// One line.
  struct Line {
    Kind kind = Kind::kNote;  // how to read it
    std::string what;         // the step, the explanation, or the name of what was looked at
    std::string seen;         // kSaw: what it turned out to be
    std::string needed;       // kSaw: what the verdict needs it to be
  };

  /// A step that follows now.
  template <typename... Parts>
  void Do(const Parts&... parts) {
    lines_.push_back({Kind::kStep, Joined(parts...), "", ""});
  }
  /// A number that differs from run to run: nothing may rest on it.
  template <typename... Parts>
  void Here(const Parts&... parts) {
    lines_.push_back({Kind::kHere, Joined(parts...), "", ""});
  }
  /// An explanation.
  template <typename... Parts>
  void Note(const Parts&... parts) {
    lines_.push_back({Kind::kNote, Joined(parts...), "", ""});
  }
  /// The record of a socket, and the record that the verdict needs.
  void Record(std::string_view what, long events, long needed);
  /// A count, and the count that the verdict needs.
  void Count(std::string_view what, long count, long needed);
  /// A statement that the verdict needs to be true.
  void Holds(std::string_view what, bool holds);

  /// True if everything that was seen is what the verdict needs, and something was seen at all.
  bool supports_verdict() const;
  /// What Record, Count or Holds saw under this name last; empty if there is no such name.
  std::string Seen(std::string_view what) const;
  /// Everything, in order.
  const std::vector<Line>& lines() const noexcept { return lines_; }

 private:
  template <typename... Parts>
  static std::string Joined(const Parts&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
  }

  std::vector<Line> lines_;  // in the order in which things happened
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_OBSERVATION_H_
