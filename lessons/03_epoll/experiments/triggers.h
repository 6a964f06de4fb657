// The experiments that tell the triggers apart, each in a few lines and with a number as its
// result. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_TRIGGERS_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_TRIGGERS_H_

#include <cstdint>

namespace l03 {

/// Ten bytes arrive; each report is answered by one recv of five bytes. Returns how many reports
/// come. `trigger` is 0 (level), EPOLLET or EPOLLONESHOT. @throws l01::SocketError.
int CountReports(std::uint32_t trigger);

/// Two workers ask one epoll instance for work, one after the other. Before the first has done
/// anything about its report, more bytes arrive for the same socket. Returns how many workers are
/// told to handle this socket: with 2, both would at the same time. @throws l01::SocketError.
int CountWorkersTold(std::uint32_t trigger);

/// What CountWritableReports saw.
struct WritableReports {
  int after_registering = 0;   // when the socket is added
  int after_sends = 0;         // after three sends that took everything
  int while_full = 0;          // after a send that said "would block"
  int after_room_is_made = 0;  // once the peer has read
};

/// How often EPOLLOUT is reported in the life of a connection, asked twice at each station.
/// `trigger` is 0 or EPOLLET. @throws l01::SocketError.
WritableReports CountWritableReports(std::uint32_t trigger);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_TRIGGERS_H_
