// The thundering herd: one client comes, and every loop that waits for clients wakes up. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_HERD_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_HERD_H_

namespace l03 {

/// Lets `loops` threads wait, each with its own epoll instance, for the same listener. Then one
/// client connects. Returns how many threads wake up. With `exclusive` they register with
/// EPOLLEXCLUSIVE, which wakes "one or more" (man 2 epoll_ctl) instead of all.
/// @throws l01::SocketError.
int CountWoken(int loops, bool exclusive);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_HERD_H_
