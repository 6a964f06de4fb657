// epoll, eventfd and poll behind the names that the emulation uses: man 7 epoll, man 2 eventfd.
#include "02_wsaeventselect/emulation/descriptor.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

namespace l02 {
namespace {

// These calls fail only when the process has run out of descriptors or memory.
int Checked(int fd, const char* call) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), call);
  return fd;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    Descriptor old(Release());
    fd_ = other.Release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  // No retry after EINTR: on Linux the descriptor is gone already, and another thread may have got
  // the same number by now (man 2 close).
  if (fd_ >= 0) ::close(fd_);
}

int Descriptor::Release() noexcept {
  return std::exchange(fd_, -1);
}

short PollNow(int fd, short events) {
  // A failure must not pass for "nothing holds": what the watch has reported once is not reported
  // again, and the socket would be deaf. For one entry only a signal, or a moment without memory,
  // makes poll fail; a limit of 0 descriptors would do so for ever, hence the end of the loop.
  constexpr int kAttempts = 100;
  pollfd entry{fd, events, 0};
  for (int i = 0; i < kAttempts; ++i) {
    if (::poll(&entry, 1, 0) >= 0) return entry.revents;
  }
  return 0;
}

Waker::Waker() : fd_(Checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

void Waker::Wake() {
  // A failing write means that the counter is full, so the thread is awake already.
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(fd_.get(), &one, sizeof one);
}

void Waker::Clear() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto taken = ::read(fd_.get(), &count, sizeof count);
}

Waker* ThreadWaker() {
  thread_local std::optional<Waker> waker;
  try {
    if (!waker) waker.emplace();
  } catch (const std::system_error&) {
    return nullptr;
  }
  return &*waker;
}

Watch::Watch() : fd_(Checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {}

void Watch::Add(int fd, std::uint64_t id) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET;
  event.data.u64 = id;
  Checked(::epoll_ctl(fd_.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

void Watch::Remove(int fd) {
  ::epoll_ctl(fd_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

std::vector<std::uint64_t> Watch::Drain() {
  std::vector<std::uint64_t> ids;
  std::array<epoll_event, 64> events;
  int count = 0;
  do {
    count = ::epoll_wait(fd_.get(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) ids.push_back(events[static_cast<std::size_t>(i)].data.u64);
  } while (count == static_cast<int>(events.size()));
  return ids;
}

}  // namespace l02
