// Ways for one thread to wake another: each has Wake(), for any thread, and Wait(), for its own.
// A Wake() before the Wait() counts.
#ifndef BENCH_WAKEUP_WAITERS_H_
#define BENCH_WAKEUP_WAITERS_H_

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stdexcept>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace bench {

/// The kernel's own: the least that a wake-up can cost.
class Futex {
 public:
  void Wake() {
    word_.store(1, std::memory_order_release);
    Call(FUTEX_WAKE_PRIVATE, 1);
  }
  void Wait() {
    while (word_.exchange(0, std::memory_order_acquire) == 0) Call(FUTEX_WAIT_PRIVATE, 0);
  }

 private:
  void Call(int operation, int value) {
    ::syscall(SYS_futex, &word_, operation, value, nullptr, nullptr, 0);
  }
  std::atomic<int> word_{0};  // 1: woken
};

/// The C++ library's.
class CondVar {
 public:
  void Wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    condition_.notify_one();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    condition_.wait(lock, [this] { return woken_; });
    woken_ = false;
  }

 private:
  std::mutex mutex_;                   // guards woken_
  std::condition_variable condition_;  // woken_ has changed
  bool woken_ = false;                 // see Wake
};

/// An epoll instance that watches one descriptor.
class WatchedBy {
 public:
  WatchedBy(int fd, std::uint32_t mask) : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    epoll_event event{};
    event.events = mask;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) throw std::runtime_error("epoll_ctl");
  }
  ~WatchedBy() { ::close(epoll_); }
  WatchedBy(const WatchedBy&) = delete;
  WatchedBy& operator=(const WatchedBy&) = delete;
  void Wait() const {
    epoll_event event{};
    while (::epoll_wait(epoll_, &event, 1, -1) != 1) {
    }
  }

 private:
  int epoll_;
};

/// An eventfd, edge triggered: each write is an edge, so nobody has to read it.
class EventFdEdge {
 public:
  EventFdEdge() : watched_(fd_, EPOLLIN | EPOLLET) {}
  ~EventFdEdge() { ::close(fd_); }
  EventFdEdge(const EventFdEdge&) = delete;
  EventFdEdge& operator=(const EventFdEdge&) = delete;
  void Wake() const {
    const std::uint64_t one = 1;
    if (::write(fd_, &one, sizeof one) < 0) throw std::runtime_error("write");
  }
  void Wait() const { watched_.Wait(); }

 private:
  int fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  WatchedBy watched_;  // declared behind what it watches
};

/// A pipe, level triggered, as loops did before there was eventfd.
class Pipe {
 public:
  Pipe() : ends_(Open()), watched_(ends_[0], EPOLLIN) {}
  ~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void Wake() const {
    if (::write(ends_[1], "w", 1) < 0) throw std::runtime_error("write");
  }
  void Wait() const {
    watched_.Wait();
    char octet = 0;
    if (::read(ends_[0], &octet, 1) < 0) throw std::runtime_error("read");
  }

 private:
  static std::array<int, 2> Open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    return ends;
  }
  std::array<int, 2> ends_;  // 0 to read, 1 to write
  WatchedBy watched_;
};

/// Lesson 04's loop, by WakeUp().
class LessonWakeUp {
 public:
  void Wake() { loop_.WakeUp(); }
  void Wait() { loop_.Wait(l04::PhysicalSocketServer::kForever, true); }

 private:
  l04::PhysicalSocketServer loop_{l04::BackendKind::kEpoll};
};

/// Lesson 04's loop, by Post(): a task comes with the wake-up.
class LessonPost {
 public:
  void Wake() {
    loop_.Post([this] { loop_.WakeUp(); });
  }
  void Wait() { loop_.Wait(l04::PhysicalSocketServer::kForever, true); }

 private:
  l04::PhysicalSocketServer loop_{l04::BackendKind::kEpoll};
};

}  // namespace bench

#endif  // BENCH_WAKEUP_WAITERS_H_
