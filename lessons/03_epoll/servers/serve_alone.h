// `serve` with one loop: Ctrl-C is one more event of it. Lesson 03.
//
// Lesson 01 gives the signals to a thread of their own, since a loop that waits in accept or recv
// cannot wait for a signal as well. That thread costs every message something: in a process with a
// second thread each call of recv, send and epoll_wait is one that another thread may cancel (man 7
// pthreads, "Cancellation points"), and libc does extra work for it.
#ifndef LESSONS_03_EPOLL_SERVERS_SERVE_ALONE_H_
#define LESSONS_03_EPOLL_SERVERS_SERVE_ALONE_H_

#include <csignal>

#include "01_blocking/echo/serve.h"
#include "01_blocking/sockets/socket.h"
#include "03_epoll/epoll/event_sources.h"

namespace l03 {

/// Runs a server on `local` until SIGINT or SIGTERM. Returns 0. @throws what the server throws.
// [serve-alone]
template <typename Server>
int ServeAlone(const l01::Endpoint& local) {
  SignalFd signals({SIGINT, SIGTERM});
  Server server(l01::ListenOn(local));
  server.StopOn(signals);
  l01::AnnounceListening(server.local());
  server.Run();
  return 0;
}
// [serve-alone]

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_SERVE_ALONE_H_
