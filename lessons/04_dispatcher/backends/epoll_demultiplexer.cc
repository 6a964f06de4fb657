// From DE_* flags to epoll's events and back.
#include "04_dispatcher/backends/epoll_demultiplexer.h"

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "01_blocking/sockets/error.h"

namespace l04 {
namespace {

// READ and ACCEPT are the same to the kernel, and so are WRITE and CONNECT.
std::uint32_t ToEpoll(std::uint32_t mask) {
  std::uint32_t events = 0;
  // EPOLLRDHUP tells "the peer has finished" apart from "bytes have come" without a system call.
  if ((mask & DE_READ) != 0) events |= EPOLLIN | EPOLLRDHUP;
  if ((mask & DE_ACCEPT) != 0) events |= EPOLLIN;
  if ((mask & (DE_WRITE | DE_CONNECT)) != 0) events |= EPOLLOUT;
  return events;
}

// Reading SO_ERROR clears it, so this is done once per report.
int TakeSocketError(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

// [translate]
ReadyEvent Translate(DispatcherKey key, int fd, std::uint32_t mask, std::uint32_t events) {
  ReadyEvent ready{key, 0, 0};
  const bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
  if (broken && (mask & DE_ACCEPT) == 0) ready.error = TakeSocketError(fd);
  // A reset ends a connection that stood: it came up and went down since we looked last. Any other
  // error says that the attempt failed; a failed socket is "writable" all the same.
  const bool stood = ready.error == ECONNRESET || ready.error == EPIPE;
  if ((mask & DE_CONNECT) != 0 && ready.error != 0 && !stood) {
    ready.flags = DE_CLOSE;
    return ready;
  }
  if ((events & EPOLLIN) != 0) ready.flags |= mask & (DE_READ | DE_ACCEPT);
  if ((events & EPOLLOUT) != 0) ready.flags |= mask & (DE_WRITE | DE_CONNECT);
  if (broken || (events & EPOLLRDHUP) != 0) ready.flags |= DE_CLOSE;
  return ready;
}
// [translate]

}  // namespace

// [wake-fd]
// Edge-triggered: every write is reported once, and nobody has to read the counter back to 0. That
// saves a system call per wake-up.
EpollDemultiplexer::EpollDemultiplexer() : wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!wake_fd_.valid()) throw l01::SocketError("eventfd", "", errno);
  epoll_.Add(wake_fd_.get(), EPOLLIN | EPOLLET, kNoKey);
}
// [wake-fd]

EpollDemultiplexer::Watched& EpollDemultiplexer::WatchedOf(DispatcherKey key) {
  const std::size_t slot = static_cast<std::uint32_t>(key);
  if (slot >= watched_.size()) watched_.resize(slot + 1);
  return watched_[slot];
}

int EpollDemultiplexer::Set(DispatcherKey key, Handle handle, std::uint32_t mask) {
  Watched& watched = WatchedOf(key);
  if (mask == 0) {
    // Mask 0 must leave the set: EPOLLHUP and EPOLLERR cannot be masked, and a socket that nobody
    // asks about would wake the loop again and again. DE_CLOSE alone stays, with no events: then
    // these two are all that is reported.
    Erase(key);
    return 0;
  }
  const int fd = static_cast<int>(handle);
  try {
    if (watched.fd < 0) {
      epoll_.Add(fd, ToEpoll(mask), key);
    } else if (ToEpoll(mask) != ToEpoll(watched.mask)) {
      epoll_.Modify(fd, ToEpoll(mask), key);
    }
  } catch (const l01::SocketError& error) {
    return error.code();
  }
  watched = {fd, mask};
  return 0;
}

void EpollDemultiplexer::Erase(DispatcherKey key) {
  Watched& watched = WatchedOf(key);
  if (watched.fd >= 0) epoll_.Remove(watched.fd);
  watched = {};
}

void EpollDemultiplexer::Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) {
  ready->clear();
  if (process_io) {
    WaitForSockets(timeout_ms, ready);
  } else {
    WaitForWakeUpOnly(timeout_ms);
  }
}

void EpollDemultiplexer::WaitForSockets(int timeout_ms, std::vector<ReadyEvent>* ready) {
  for (const epoll_event& event : epoll_.Wait(events_, timeout_ms)) {
    const DispatcherKey key = event.data.u64;
    if (key == kNoKey) continue;  // a wake-up: coming back is all it asks for
    const Watched& watched = watched_[static_cast<std::uint32_t>(key)];
    ready->push_back(Translate(key, watched.fd, watched.mask, event.events));
  }
}

// The sockets stay in the kernel's set; their readiness is a level and waits there for us. The
// wake-up is in both sets, so one that ended the other kind of wait is seen again here: a turn for
// nothing, which does no harm.
void EpollDemultiplexer::WaitForWakeUpOnly(int timeout_ms) {
  if (!wake_only_) wake_only_.emplace().Add(wake_fd_.get(), EPOLLIN | EPOLLET, kNoKey);
  wake_only_->Wait(std::span(events_).first(1), timeout_ms);
}

void EpollDemultiplexer::WakeUp() {
  const std::uint64_t one = 1;
  // It fails only if the counter is full, after 2^64 wake-ups.
  [[maybe_unused]] const ssize_t size = ::write(wake_fd_.get(), &one, sizeof one);
}

}  // namespace l04
