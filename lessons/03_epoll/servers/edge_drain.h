// What an edge obliges to: go on until nothing is left, because nobody will say it again. Lesson
// 03.
#ifndef LESSONS_03_EPOLL_SERVERS_EDGE_DRAIN_H_
#define LESSONS_03_EPOLL_SERVERS_EDGE_DRAIN_H_

#include <sys/epoll.h>

#include <cstdint>

#include "01_blocking/echo/connection.h"

namespace l03 {

/// What an edge-triggered connection is watched for: everything, once and for all. EPOLLOUT costs
/// nothing here, because a socket that stays writable is not reported again.
inline constexpr std::uint32_t kEveryEdge = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLPRI | EPOLLET;

/// Events after which a short read is not the end: the end of the stream (or an error, or an urgent
/// byte, at which a read stops) came in the same report as the bytes in front of it, and has no
/// edge of its own.
inline constexpr std::uint32_t kMoreBehindAShortRead = EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI;

/// True if a report of `events` asks for anything. A socket that is added is reported as writable
/// at once; while nothing waits to be sent there is nothing to do about it.
inline bool AsksForWork(const l01::EchoConnection& echo, std::uint32_t events) {
  return echo.wants() == l01::EchoConnection::Wants::kWrite || (events & ~EPOLLOUT) != 0;
}

/// What draining came to.
enum class Drained {
  kBlocked,      ///< nothing is left; the next edge tells when there is more
  kOver,         ///< the conversation has ended: destroy the connection
  kBudgetSpent,  ///< there may be more, and no edge will tell: come back to it yourself
};

/// Advances `echo` until nothing is left, for at most `budget` steps. A recv that did not fill its
/// buffer counts as "nothing is left" (man 7 epoll, question 9) and saves the recv that would only
/// say "would block"; with `to_the_end` it does not count. See kMoreBehindAShortRead.
Drained Drain(l01::EchoConnection& echo, bool to_the_end, int budget);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_EDGE_DRAIN_H_
