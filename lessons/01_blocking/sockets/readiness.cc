// poll with one entry.
#include "01_blocking/sockets/readiness.h"

#include "01_blocking/sockets/deadline.h"
#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

bool WaitFor(const Socket& socket, short events, std::chrono::milliseconds timeout) {
  const Deadline deadline = Deadline::After(timeout);
  pollfd entry{};
  entry.fd = socket.native();
  entry.events = events;
  while (true) {
    // A signal ends poll early. Only the rest of the time is waited then: a timer that fires every
    // 10 ms would otherwise start a wait of 20 ms anew, for ever.
    const int ready = native::Poll({&entry, 1}, deadline.left_ms());
    if (ready > 0) return true;
    if (ready == 0 && deadline.HasPassed()) return false;
    if (ready < 0 && !IsInterrupted(LastSocketError()))
      throw SocketError("poll", "", LastSocketError());
  }
}

}  // namespace

bool WaitReadable(const Socket& socket, std::chrono::milliseconds timeout) {
  return WaitFor(socket, POLLIN, timeout);
}

bool WaitWritable(const Socket& socket, std::chrono::milliseconds timeout) {
  return WaitFor(socket, POLLOUT, timeout);
}

}  // namespace l01
