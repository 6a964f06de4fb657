// Three system calls that turn an event into a descriptor. Each is non-blocking: a report is a hint
// here too, and the loop must not stop in a read.
#include "03_epoll/epoll/event_sources.h"

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>

#include "01_blocking/sockets/error.h"

namespace l03 {
namespace {

Descriptor Owned(const char* call, int fd) {
  if (fd < 0) throw l01::SocketError(call, "", errno);
  return Descriptor(fd);
}

// Both counters are read as eight bytes. 0: there is nothing, read said EAGAIN.
// [take-counter]
std::uint64_t TakeCounter(const Descriptor& fd) noexcept {
  std::uint64_t count = 0;
  return ::read(fd.get(), &count, sizeof count) == sizeof count ? count : 0;
}
// [take-counter]

timespec ToTimespec(std::chrono::nanoseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  return {static_cast<time_t>(seconds.count()), static_cast<long>((time - seconds).count())};
}

}  // namespace

// [event-fd]
EventFd::EventFd() : fd_(Owned("eventfd", ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))) {}

void EventFd::Post() noexcept {
  const std::uint64_t one = 1;
  // It can fail only when the counter is full, after 2^64 - 2 posts: then the loop wakes up anyway.
  [[maybe_unused]] const ssize_t written = ::write(fd_.get(), &one, sizeof one);
}

std::uint64_t EventFd::Take() noexcept {
  return TakeCounter(fd_);
}
// [event-fd]

TimerFd::TimerFd()
    : fd_(Owned("timerfd_create", ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))) {}

void TimerFd::SetNanoseconds(std::chrono::nanoseconds first, std::chrono::nanoseconds period) {
  using std::chrono::nanoseconds;
  // To the kernel a negative time is an error. Here it has passed already; and 0 would mean "stop".
  if (first < nanoseconds(0)) first = nanoseconds(1);
  const itimerspec times{ToTimespec(std::max(period, nanoseconds(0))), ToTimespec(first)};
  if (::timerfd_settime(fd_.get(), 0, &times, nullptr) != 0) {
    throw l01::SocketError("timerfd_settime", "", errno);
  }
}

std::uint64_t TimerFd::Take() noexcept {
  return TakeCounter(fd_);
}

SignalFd::SignalFd(std::initializer_list<int> signals) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : signals) ::sigaddset(&set, signal);
  // The descriptor first: if there is none, nothing has been blocked yet, and Ctrl-C still works.
  fd_ = Owned("signalfd", ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
  const int error = ::pthread_sigmask(SIG_BLOCK, &set, &former_);  // it returns its error
  if (error != 0) throw l01::SocketError("pthread_sigmask", "", error);
}

SignalFd::~SignalFd() {
  // A signal that nobody took would now be delivered the old way. Take it instead.
  while (Take() != 0) {
  }
  ::pthread_sigmask(SIG_SETMASK, &former_, nullptr);
}

int SignalFd::Take() noexcept {
  signalfd_siginfo info{};
  if (::read(fd_.get(), &info, sizeof info) != sizeof info) return 0;
  return static_cast<int>(info.ssi_signo);
}

}  // namespace l03
