// Epoll: one system call per function.
#include "03_epoll/epoll/epoll.h"

#include <array>
#include <cerrno>

#include "01_blocking/sockets/error.h"
#include "support/trace.h"

namespace l03 {
namespace {

struct EventName {
  std::uint32_t bit;  // one event
  const char* name;   // as man 2 epoll_ctl calls it
};

constexpr std::array<EventName, 8> kEventNames = {{{EPOLLIN, "EPOLLIN"},
                                                   {EPOLLOUT, "EPOLLOUT"},
                                                   {EPOLLPRI, "EPOLLPRI"},
                                                   {EPOLLRDHUP, "EPOLLRDHUP"},
                                                   {EPOLLHUP, "EPOLLHUP"},
                                                   {EPOLLERR, "EPOLLERR"},
                                                   {EPOLLET, "EPOLLET"},
                                                   {EPOLLONESHOT, "EPOLLONESHOT"}}};

void TraceReady(std::span<const epoll_event> ready) {
  for (const epoll_event& event : ready) {
    support::TraceInstant("ready", {{"key", event.data.u64}, {"events", event.events}});
  }
}

}  // namespace

Epoll::Epoll() : epoll_fd_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_fd_.valid()) throw l01::SocketError("epoll_create1", "", errno);
}

void Epoll::Add(int fd, std::uint32_t events, std::uint64_t key) {
  Control("epoll_ctl ADD", EPOLL_CTL_ADD, fd, events, key);
}

void Epoll::Modify(int fd, std::uint32_t events, std::uint64_t key) {
  Control("epoll_ctl MOD", EPOLL_CTL_MOD, fd, events, key);
}

bool Epoll::Remove(int fd) noexcept {
  ++controls_;
  return ::epoll_ctl(epoll_fd_.get(), EPOLL_CTL_DEL, fd, nullptr) == 0;
}

// [control]
void Epoll::Control(const char* name, int operation, int fd, std::uint32_t events,
                    std::uint64_t key) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  ++controls_;
  support::TraceInstant(name, {{"socket", fd}, {"events", events}, {"key", key}});
  if (::epoll_ctl(epoll_fd_.get(), operation, fd, &event) != 0) {
    throw l01::SocketError(name, "descriptor " + std::to_string(fd), errno);
  }
}
// [control]

// [wait]
std::span<epoll_event> Epoll::Wait(std::span<epoll_event> room, int timeout_ms) {
  const support::TraceSpan span("epoll_wait");
  ++waits_;
  const int count =
      ::epoll_wait(epoll_fd_.get(), room.data(), static_cast<int>(room.size()), timeout_ms);
  if (count < 0 && errno != EINTR) throw l01::SocketError("epoll_wait", "", errno);
  // EINTR: a signal came. That is no error; the caller looks around and waits again.
  const std::span<epoll_event> ready = room.first(count < 0 ? 0 : static_cast<std::size_t>(count));
  reports_ += ready.size();
  if (support::TraceIsOn()) TraceReady(ready);
  return ready;
}
// [wait]

EpollCounts Epoll::counts() const noexcept {
  return {waits_, reports_, controls_};
}

std::string EventNames(std::uint32_t events) {
  std::string names;
  for (const EventName& event : kEventNames) {
    if ((events & event.bit) == 0) continue;
    if (!names.empty()) names += " | ";
    names += event.name;
  }
  return names.empty() ? "0" : names;
}

}  // namespace l03
