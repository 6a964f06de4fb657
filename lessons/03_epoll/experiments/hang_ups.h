// EPOLLRDHUP, EPOLLHUP and EPOLLERR: which one comes when a connection ends, and which of them
// cannot be switched off. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_HANG_UPS_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_HANG_UPS_H_

#include <cstdint>

namespace l03 {

/// How a connection comes to its end.
enum class EndOfConnection {
  kPeerShutsDown,  ///< the peer ends its direction (FIN)
  kBothShutDown,   ///< then we end ours, too
  kPeerResets,     ///< the peer breaks the connection (RST)
  kConnectFails,   ///< our connect is refused
};

/// The events that are reported after this end, on a socket that is watched for `events`.
/// @throws l01::SocketError.
std::uint32_t EventsAfter(EndOfConnection end, std::uint32_t events);

/// A fresh TCP socket, neither connected nor listening, is watched for nothing at all. Waits
/// `waits` times with a time-out of zero. Returns how many of the waits report the socket: each of
/// them would be a turn of a loop that never sleeps. @throws l01::SocketError.
int CountReportsOfAFreshSocket(int waits);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_HANG_UPS_H_
