// Several threads that stand and fall together. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_RUN_TOGETHER_H_
#define LESSONS_03_EPOLL_SERVERS_RUN_TOGETHER_H_

#include <functional>

namespace l03 {

/// Runs `body(0)` … `body(threads - 1)` at the same time, `body(0)` on the calling thread, and
/// returns when all have ended. If one throws, `stop` is called, which must make the others end,
/// and the first exception is thrown on. `threads` is at least 1.
void RunTogether(int threads, const std::function<void(int)>& body,
                 const std::function<void()>& stop);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_RUN_TOGETHER_H_
