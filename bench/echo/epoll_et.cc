// epoll, edge triggered: one epoll_ctl in the life of a client, and it stops at a short read.
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

constexpr int kMostEvents = 256;

void Add(int epoll, bench::Client* client, int fd) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = client;
  if (::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) bench::Fail("epoll_ctl");
}

void AcceptAll(int epoll, int door) {
  for (int fd = bench::AcceptClient(door); fd >= 0; fd = bench::AcceptClient(door)) {
    Add(epoll, std::make_unique<bench::Client>(bench::Client{fd, {}}).release(), fd);
  }
}

void Serve(bench::Client* client, std::uint32_t flags) {
  // A short read is the end of what is there, but not of the stream: an end that came with the
  // last octets gives no further edge. EPOLLRDHUP says so, and then we read on until recv says 0.
  const bool ends = (flags & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  bench::Step step = bench::Echo(*client);
  while (step == bench::Step::kFull || (ends && step == bench::Step::kShort)) {
    step = bench::Echo(*client);
  }
  if (step != bench::Step::kEnd) return;
  ::close(client->fd);
  const std::unique_ptr<bench::Client> dies(client);
}

}  // namespace

int main() {
  const int door = bench::ListenOnLoopback();
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  Add(epoll, nullptr, door);
  std::array<epoll_event, kMostEvents> events;
  for (;;) {
    const int ready = ::epoll_wait(epoll, events.data(), kMostEvents, -1);
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.ptr == nullptr) {
        AcceptAll(epoll, door);
      } else {
        Serve(static_cast<bench::Client*>(event.data.ptr), event.events);
      }
    }
  }
}
