// The voice of a demo: it says each step as it happens and checks every statement it prints.
//
// A demo that only prints may lie after the next change. Here a statement that does not hold is
// marked FAILED and the program ends with exit code 1.
#ifndef LESSONS_SUPPORT_NARRATION_H_
#define LESSONS_SUPPORT_NARRATION_H_

#include <sstream>
#include <string>

namespace support {

/// Prints the steps of one demo and counts the statements that do not hold.
class Narrator {
 public:
  /// Prints the heading of the demo.
  explicit Narrator(const std::string& title);

  /// Prints one numbered step: what is about to be done.
  template <typename... Parts>
  void Step(const Parts&... parts) {
    PrintStep(Joined(parts...));
  }

  /// Prints a line that explains or shows, without claiming anything that could be wrong.
  template <typename... Parts>
  void Say(const Parts&... parts) {
    PrintLine(Joined(parts...));
  }

  /// Prints a statement, marked `ok` if it holds and `FAILED` if not. Returns `holds`.
  template <typename... Parts>
  bool Check(bool holds, const Parts&... parts) {
    PrintCheck(holds, Joined(parts...));
    return holds;
  }

  /// Prints the closing line. Returns the demo's exit code: 0 if every statement held, else 1.
  int Finish();

 private:
  template <typename... Parts>
  static std::string Joined(const Parts&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
  }
  static void PrintLine(const std::string& text);
  void PrintStep(const std::string& text);
  void PrintCheck(bool holds, const std::string& text);

  int steps_ = 0;     // number of the last step printed
  int checked_ = 0;   // statements checked so far
  int failures_ = 0;  // statements that did not hold
};

}  // namespace support

#endif  // LESSONS_SUPPORT_NARRATION_H_
