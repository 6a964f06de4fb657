// Descriptors that are no connections: a wake-up, a timer, a signal. Because they are descriptors,
// one epoll_wait watches them beside the sockets, and the loop needs no second place to wait.
// Lesson 03.
#ifndef LESSONS_03_EPOLL_EPOLL_EVENT_SOURCES_H_
#define LESSONS_03_EPOLL_EPOLL_EVENT_SOURCES_H_

#include <chrono>
#include <csignal>
#include <cstdint>
#include <initializer_list>

#include "03_epoll/epoll/descriptor.h"

namespace l03 {

/// Wakes a loop from any thread: man 2 eventfd. It is a counter that is readable while it is not 0.
class EventFd {
 public:
  /// @throws l01::SocketError if the system has no descriptor left.
  EventFd();
  /// What to watch for EPOLLIN.
  int fd() const noexcept { return fd_.get(); }
  /// Adds one. Any thread, also a signal handler. Never waits.
  void Post() noexcept;
  /// Sets the counter to 0 and returns what it was: all posts since the last Take().
  std::uint64_t Take() noexcept;

 private:
  Descriptor fd_;  // non-blocking
};

/// Becomes readable when a time has passed: man 2 timerfd_create.
class TimerFd {
 public:
  /// @throws l01::SocketError if the system has no descriptor left.
  TimerFd();
  /// What to watch for EPOLLIN.
  int fd() const noexcept { return fd_.get(); }
  /// Expires after `first`, then every `period` (0: once). `first` 0 stops the timer, a negative
  /// one has passed already, and what does not fit into 292 years never comes. @throws
  /// l01::SocketError.
  template <typename First, typename Period = std::chrono::nanoseconds>
  void Set(First first, Period period = {}) {
    SetNanoseconds(Saturated(first), Saturated(period));
  }
  /// How many times it has expired since the last Take(). More than 1 means that the loop was late.
  std::uint64_t Take() noexcept;

 private:
  // A conversion that multiplies overflows: 300 years would become a negative number of
  // nanoseconds.
  template <typename Duration>
  static std::chrono::nanoseconds Saturated(Duration time) {
    using std::chrono::nanoseconds;
    using Approximately = std::chrono::duration<double>;
    if (Approximately(time) >= Approximately(nanoseconds::max())) return nanoseconds::max();
    if (Approximately(time) <= Approximately(nanoseconds::min())) return nanoseconds::min();
    return std::chrono::duration_cast<nanoseconds>(time);
  }
  void SetNanoseconds(std::chrono::nanoseconds first, std::chrono::nanoseconds period);

  Descriptor fd_;  // non-blocking; CLOCK_MONOTONIC, so that setting the clock changes nothing
};

/// Becomes readable when one of some signals has come: man 2 signalfd.
class SignalFd {
 public:
  /// Blocks `signals` on the calling thread: an unblocked signal would still be delivered the old
  /// way, and end the process. Threads inherit what is blocked, so make this before you start any.
  /// @throws l01::SocketError if the system has no descriptor left.
  SignalFd(std::initializer_list<int> signals);
  /// Gives the thread its former signal mask back.
  ~SignalFd();
  SignalFd(const SignalFd&) = delete;
  SignalFd& operator=(const SignalFd&) = delete;

  /// What to watch for EPOLLIN.
  int fd() const noexcept { return fd_.get(); }
  /// The number of the next signal, or 0 if none has come.
  int Take() noexcept;

 private:
  sigset_t former_{};  // what was blocked before
  Descriptor fd_;      // non-blocking
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_EVENT_SOURCES_H_
