// Epoll: one system call per function.
#include "03_epoll/epoll.h"

#include <unistd.h>

#include <cerrno>
#include <string>

#include "01_blocking/error.h"
#include "support/trace.h"

namespace l03 {

Epoll::Epoll() : epoll_fd_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_fd_ < 0) throw l01::SocketError("epoll_create1", "", errno);
}

Epoll::~Epoll() {
  ::close(epoll_fd_);
}

void Epoll::Add(int fd, std::uint32_t events, std::uint64_t key) {
  Control("epoll_ctl ADD", EPOLL_CTL_ADD, fd, events, key);
}

void Epoll::Modify(int fd, std::uint32_t events, std::uint64_t key) {
  Control("epoll_ctl MOD", EPOLL_CTL_MOD, fd, events, key);
}

bool Epoll::Remove(int fd) noexcept {
  return ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr) == 0;
}

void Epoll::Control(const char* name, int operation, int fd, std::uint32_t events,
                    std::uint64_t key) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  support::TraceInstant(name, {{"socket", fd}, {"events", events}});
  if (::epoll_ctl(epoll_fd_, operation, fd, &event) != 0) {
    throw l01::SocketError(name, "descriptor " + std::to_string(fd), errno);
  }
}

std::span<epoll_event> Epoll::Wait(std::span<epoll_event> room, int timeout_ms) {
  const support::TraceSpan span("epoll_wait");
  const int count = ::epoll_wait(epoll_fd_, room.data(), static_cast<int>(room.size()), timeout_ms);
  if (count >= 0) return room.first(static_cast<std::size_t>(count));
  if (errno == EINTR) return {};  // a signal: not an error, the caller looks and waits again
  throw l01::SocketError("epoll_wait", "", errno);
}

}  // namespace l03
