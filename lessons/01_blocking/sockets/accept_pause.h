// A rest for a server that has run out of descriptors, memory or threads. Lesson 01.
//
// A client that cannot be accepted stays in the queue and keeps the listener readable: a loop that
// tries again at once spins at 100 % until somebody leaves. So the server leaves the listener alone
// for a time. It is a time and not a turn: other clients are served meanwhile, and each of them
// would end a pause of one turn.
#ifndef LESSONS_01_BLOCKING_SOCKETS_ACCEPT_PAUSE_H_
#define LESSONS_01_BLOCKING_SOCKETS_ACCEPT_PAUSE_H_

#include <chrono>
#include <string_view>

namespace l01 {

/// When to accept again. Used by one thread.
class AcceptPause {
 public:
  using Clock = std::chrono::steady_clock;
  /// How long a pause lasts. A real server would make it configurable.
  static constexpr std::chrono::milliseconds kLength{100};

  /// Starts a pause, and prints one line on stderr: "WHY; pausing accept". While a pause lasts this
  /// does nothing: one line per pause.
  void Begin(std::string_view why);
  /// Starts a pause for clients that are turned away in it: "WHY; refusing clients".
  void BeginRefusing(std::string_view why);

  /// True while the listener is to be left alone.
  bool lasts() const { return Clock::now() < end_; }
  /// What is left of the pause in milliseconds, rounded up: a time-out for poll. 0: there is none.
  int left_ms() const;

 private:
  void Start(std::string_view why, const char* what);

  Clock::time_point end_{};  // of the last pause
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_ACCEPT_PAUSE_H_
