// The connection has ended, and the input has not: is anything left over?
//
// Lines that came too late were not sent, and the exit code must say so. But an input that is open
// and says nothing, such as a terminal or the pipe of a program that waits, has nothing left over.
// So the input is read on for a moment, and for as long as lines keep coming, but not for ever.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LAST_LINES_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LAST_LINES_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <utility>

#include "05_websocket/client/deadline.h"
#include "05_websocket/program/line_feed.h"

namespace l05 {

/// Counts what is left of an input. Belongs to the loop's thread.
class LastLines {
 public:
  /// Silence of the input that says: nothing is left.
  static constexpr std::chrono::milliseconds kSilence{500};
  /// An input without an end is read for this many silences.
  static constexpr int kMostLooks = 10;

  /// Both must outlive this object.
  LastLines(Timers& timers, LineFeed& feed) : feed_(feed), look_(timers) {}

  /// Lines are counted from now on. `done` runs when it is known whether some are left, unless that
  /// is known already.
  void Start(std::function<void()> done) {
    feed_.GiveUp();
    feed_.Pump({});
    if (!feed_.started() || feed_.Ended()) return;
    done_ = std::move(done);
    Look();
  }
  /// True while it is not known yet.
  bool Counting() const { return done_ != nullptr && !feed_.Ended(); }
  /// Nobody wants to know.
  void Stop() {
    done_ = nullptr;
    look_.Cancel();
  }

 private:
  void Look() {
    const std::size_t before = feed_.lines();
    look_.Start(kSilence, [this, before] {
      if (feed_.lines() != before && ++looks_ < kMostLooks) return Look();
      std::exchange(done_, nullptr)();
    });
  }

  LineFeed& feed_;              // counts
  Deadline look_;               // the next look
  int looks_ = 0;               // how many there were
  std::function<void()> done_;  // set while counting
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LAST_LINES_H_
