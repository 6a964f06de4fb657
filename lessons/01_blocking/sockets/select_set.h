// select, the oldest way to wait for several sockets, and its limit. Lesson 01.
//
// POSIX: an fd_set is a bit field with FD_SETSIZE (1024) places, indexed by the descriptor's
// number. FD_SET with a larger number writes past its end: no error, just damaged memory. Windows:
// an fd_set is an array of FD_SETSIZE (64) handles; FD_SET silently ignores the 65th.
#ifndef LESSONS_01_BLOCKING_SOCKETS_SELECT_SET_H_
#define LESSONS_01_BLOCKING_SOCKETS_SELECT_SET_H_

#include <chrono>
#include <memory>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// A set of sockets to wait for, readable ones only. It refuses what select cannot hold.
class SelectSet {
 public:
  SelectSet();
  ~SelectSet();
  SelectSet(const SelectSet&) = delete;
  SelectSet& operator=(const SelectSet&) = delete;

  /// Adds a socket. Returns false if select cannot wait for it: too large a number (POSIX), or the
  /// 65th socket (Windows).
  [[nodiscard]] bool Add(const Socket& socket);
  /// Waits until a socket of the set is readable. Returns how many are; 0 when `timeout` has passed
  /// or a signal came. @throws SocketError.
  int Wait(std::chrono::milliseconds timeout);
  /// True if the last Wait found this socket readable.
  bool IsReadable(const Socket& socket) const;

 private:
  struct Sets;
  std::unique_ptr<Sets> sets_;  // the fd_sets: what is asked for, and what select answered
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_SELECT_SET_H_
