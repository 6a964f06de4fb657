// poll with one entry.
#include "01_blocking/sockets/readiness.h"

#include <algorithm>

#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

// [wait-with-deadline]
bool WaitFor(const Socket& socket, short events, std::chrono::milliseconds timeout) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + timeout;
  pollfd entry{};
  entry.fd = socket.native();
  entry.events = events;
  while (true) {
    // A signal ends poll early. Only the rest of the time is waited then: a timer that fires every
    // 10 ms would otherwise start a wait of 20 ms anew, for ever.
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    const int timeout_ms = static_cast<int>(std::max<std::int64_t>(0, left.count()));
    const int ready = native::Poll({&entry, 1}, timeout_ms);
    if (ready >= 0) return ready > 0;
    if (!IsInterrupted(LastSocketError())) throw SocketError("poll", "", LastSocketError());
  }
}
// [wait-with-deadline]

}  // namespace

bool WaitReadable(const Socket& socket, std::chrono::milliseconds timeout) {
  return WaitFor(socket, POLLIN, timeout);
}

bool WaitWritable(const Socket& socket, std::chrono::milliseconds timeout) {
  return WaitFor(socket, POLLOUT, timeout);
}

}  // namespace l01
