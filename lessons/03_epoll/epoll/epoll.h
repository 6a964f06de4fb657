// A thin owner of an epoll instance: man 7 epoll. It adds error lines, EINTR handling, counts and a
// close in the destructor, and hides nothing. Lesson 03.
#ifndef LESSONS_03_EPOLL_EPOLL_EPOLL_H_
#define LESSONS_03_EPOLL_EPOLL_EPOLL_H_

#include <sys/epoll.h>

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "03_epoll/epoll/descriptor.h"

namespace l03 {

/// What an epoll instance has been asked and has answered so far.
struct EpollCounts {
  std::uint64_t waits = 0;     // calls of epoll_wait: each is one wake-up, once it returns
  std::uint64_t reports = 0;   // events that these calls handed out
  std::uint64_t controls = 0;  // calls of epoll_ctl
};

/// Owns one epoll instance. Several threads may use it at the same time.
///
/// `key` comes back in every event. Use a number that is never used again for another socket, not a
/// pointer and not the descriptor: an event that was fetched before a socket was closed must not
/// reach a new socket that got the same address or descriptor.
class Epoll {
 public:
  /// @throws l01::SocketError if the system has no descriptor left.
  Epoll();

  /// Starts to watch `fd` for `events` (EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLET, EPOLLONESHOT).
  /// What holds already is reported too, also under EPOLLET. EPOLLERR and EPOLLHUP are always
  /// watched, even with `events` 0. @throws l01::SocketError.
  void Add(int fd, std::uint32_t events, std::uint64_t key);
  /// Changes what `fd` is watched for. For EPOLLET and EPOLLONESHOT this also arms it again: a
  /// condition that already holds is reported. @throws l01::SocketError.
  void Modify(int fd, std::uint32_t events, std::uint64_t key);
  /// Stops watching `fd`. Call it before close: after close the number may be somebody else's, and
  /// if the socket was duplicated the registration would live on, unreachable. Returns false if
  /// `fd` was not watched; errno tells why.
  bool Remove(int fd) noexcept;

  /// Waits until something is ready and fills a prefix of `room`, which it returns. An empty result
  /// means that `timeout_ms` passed (-1: never) or that a signal came: both ask for another turn.
  /// @throws l01::SocketError.
  std::span<epoll_event> Wait(std::span<epoll_event> room, int timeout_ms);

  /// The calls so far. Any thread.
  EpollCounts counts() const noexcept;

 private:
  void Control(const char* name, int operation, int fd, std::uint32_t events, std::uint64_t key);

  Descriptor epoll_fd_;                      // the epoll instance, itself a descriptor
  std::atomic<std::uint64_t> waits_ = 0;     // see EpollCounts; atomic: several threads may wait
  std::atomic<std::uint64_t> reports_ = 0;   // see EpollCounts
  std::atomic<std::uint64_t> controls_ = 0;  // see EpollCounts
};

/// "EPOLLIN | EPOLLRDHUP" for a set of events, "0" for none. For traces and error messages.
std::string EventNames(std::uint32_t events);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_EPOLL_H_
