// What both systems share; the check of the limit differs.
#include "01_blocking/sockets/select_set.h"

#ifndef _WIN32
#include <sys/select.h>
#endif

#include <algorithm>

#include "01_blocking/sockets/error.h"

namespace l01 {

struct SelectSet::Sets {
  fd_set wanted;  // what Wait asks for; select overwrites its argument, so this is the original
  fd_set ready;   // what the last Wait found
  int limit = 0;  // highest descriptor + 1; Windows ignores it
};

namespace {

#ifdef _WIN32
bool Fits(const fd_set& wanted, NativeSocket) {
  return wanted.fd_count < FD_SETSIZE;
}
#else
bool Fits(const fd_set&, NativeSocket socket) {
  return socket >= 0 && socket < FD_SETSIZE;
}
#endif

timeval ToTimeval(std::chrono::milliseconds timeout) {
  // A negative time is an error to select; more seconds than a 32-bit number holds would wrap.
  constexpr std::chrono::milliseconds kLongest = std::chrono::seconds(2'000'000'000);
  timeout = std::clamp(timeout, std::chrono::milliseconds(0), kLongest);
  timeval time{};
  time.tv_sec = static_cast<decltype(time.tv_sec)>(timeout.count() / 1000);
  time.tv_usec = static_cast<decltype(time.tv_usec)>(timeout.count() % 1000 * 1000);
  return time;
}

}  // namespace

SelectSet::SelectSet() : sets_(std::make_unique<Sets>()) {
  FD_ZERO(&sets_->wanted);
  FD_ZERO(&sets_->ready);
}

SelectSet::~SelectSet() = default;

// [select-limit]
bool SelectSet::Add(const Socket& socket) {
  if (!Fits(sets_->wanted, socket.native())) return false;  // FD_SET would not say so
  FD_SET(socket.native(), &sets_->wanted);
  sets_->limit = std::max(sets_->limit, static_cast<int>(socket.native()) + 1);
  return true;
}
// [select-limit]

int SelectSet::Wait(std::chrono::milliseconds timeout) {
  sets_->ready = sets_->wanted;
  timeval time = ToTimeval(timeout);
  const int ready = ::select(sets_->limit, &sets_->ready, nullptr, nullptr, &time);
  if (ready >= 0) return ready;
  FD_ZERO(&sets_->ready);  // after an error its contents are undefined
  if (!IsInterrupted(LastSocketError())) throw SocketError("select", "", LastSocketError());
  return 0;
}

bool SelectSet::IsReadable(const Socket& socket) const {
  return Fits({}, socket.native()) && FD_ISSET(socket.native(), &sets_->ready);
}

}  // namespace l01
