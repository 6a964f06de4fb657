// The guided demo of lesson 03.
#ifndef LESSONS_03_EPOLL_DEMO_DEMO_H_
#define LESSONS_03_EPOLL_DEMO_DEMO_H_

namespace l03 {

/// Runs the demo on loopback, prints it, checks each statement. Returns the exit code.
int RunDemo();

}  // namespace l03

#endif  // LESSONS_03_EPOLL_DEMO_DEMO_H_
