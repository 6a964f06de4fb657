// What a loop did, in numbers. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_LOOP_COUNTS_H_
#define LESSONS_03_EPOLL_SERVERS_LOOP_COUNTS_H_

#include <cstdint>

#include "01_blocking/sockets/io_counts.h"

namespace l03 {

/// The system calls of a loop, and how many descriptors its waits had to go through.
struct LoopCounts {
  l01::IoCounts io;            // recv, send, accept, and waits: poll or epoll_wait
  std::uint64_t controls = 0;  // calls of epoll_ctl; in lesson 02's loop those of
                               // WSAEnumNetworkEvents and WSAResetEvent
  std::uint64_t looks = 0;     // how often a socket was looked at: every entry of poll's list, what
                               // epoll_wait returned, or each call of WSAEnumNetworkEvents

  /// All system calls.
  std::uint64_t calls() const noexcept { return io.calls() + controls; }
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_LOOP_COUNTS_H_
