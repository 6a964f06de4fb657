// A thin owner of an epoll instance: man 7 epoll. It adds error lines, EINTR handling and a close
// in the destructor, and hides nothing. Lesson 03.
#ifndef LESSONS_03_EPOLL_EPOLL_H_
#define LESSONS_03_EPOLL_EPOLL_H_

#include <sys/epoll.h>

#include <cstdint>
#include <span>

namespace l03 {

/// Owns one epoll instance.
///
/// `key` comes back in every event. Use a number that is never used again for another socket, not a
/// pointer and not the descriptor: an event that was fetched before a socket was closed must not
/// reach a new socket that got the same address or descriptor.
class Epoll {
 public:
  /// @throws l01::SocketError if the system has no descriptor left.
  Epoll();
  ~Epoll();
  Epoll(const Epoll&) = delete;
  Epoll& operator=(const Epoll&) = delete;

  /// Starts to watch `fd` for `events` (EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLET, EPOLLONESHOT).
  /// EPOLLERR and EPOLLHUP are always watched, even with `events` 0. @throws l01::SocketError.
  void Add(int fd, std::uint32_t events, std::uint64_t key);
  /// Changes what `fd` is watched for. For EPOLLET and EPOLLONESHOT this also arms it again: a
  /// condition that already holds is reported. @throws l01::SocketError.
  void Modify(int fd, std::uint32_t events, std::uint64_t key);
  /// Stops watching `fd`. Call it before close: after close the number may be somebody else's, and
  /// if the socket was duplicated the registration would live on, unreachable. Returns false if
  /// `fd` was not watched.
  bool Remove(int fd) noexcept;

  /// Waits until something is ready and fills a prefix of `room`, which it returns. An empty result
  /// means that `timeout_ms` passed (-1: never) or that a signal came: both ask for another turn.
  /// @throws l01::SocketError.
  std::span<epoll_event> Wait(std::span<epoll_event> room, int timeout_ms);

 private:
  void Control(const char* name, int operation, int fd, std::uint32_t events, std::uint64_t key);

  int epoll_fd_;  // the epoll instance, itself a descriptor
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_H_
