// Standard output for a loop that must not block.
//
// Whoever reads our output may stop: a pager waits for a key, a pipe for the next program. A write
// on the loop's thread would stop the loop with it, and then our own standstill looks like the
// server's silence. So a thread writes. What waits is counted, and whoever fills it asks first: a
// full Output is the sign to stop reading from the server, which TCP then slows down.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_OUTPUT_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_OUTPUT_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace l05 {

/// Writes standard output on a thread of its own, in order. Only one may exist in a program.
class Output {
 public:
  /// From this many octets on that wait, nothing more should be added.
  static constexpr std::size_t kMaxWaiting = 1024 * 1024;

  /// `changed` runs on the writing thread when everything was written, or writing failed.
  explicit Output(std::function<void()> changed);
  /// Lets go of the thread: a blocked write cannot be interrupted. `changed` does not run again.
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Writes `text`, soon. Whoever reads through a pipe gets it when it comes, not later.
  void Write(std::string_view text);
  /// Octets that were not written yet.
  std::size_t waiting() const;
  /// Why writing failed, as one line; empty if it did not. Then nothing waits any more.
  std::string Error() const;

 private:
  struct State;
  static void Run(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;  // shared with the writing thread
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_OUTPUT_H_
