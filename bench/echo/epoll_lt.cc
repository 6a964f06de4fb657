// The reference: epoll, level triggered, and nothing else. Every other server is compared with it.
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

constexpr int kMostEvents = 256;

void Control(int epoll, int operation, bench::Client* client, int fd, std::uint32_t mask) {
  epoll_event event{};
  event.events = mask;
  event.data.ptr = client;
  if (::epoll_ctl(epoll, operation, fd, &event) != 0) bench::Fail("epoll_ctl");
}

void AcceptAll(int epoll, int door) {
  for (int fd = bench::AcceptClient(door); fd >= 0; fd = bench::AcceptClient(door)) {
    // The client's address is what epoll gives back: no table to look into.
    auto client = std::make_unique<bench::Client>(bench::Client{fd, {}});
    Control(epoll, EPOLL_CTL_ADD, client.release(), fd, EPOLLIN);
  }
}

void Serve(int epoll, bench::Client* client) {
  const bool was_blocked = !client->unsent.empty();
  const bench::Step step = bench::Echo(*client);
  if (step == bench::Step::kEnd) {
    ::close(client->fd);
    const std::unique_ptr<bench::Client> dies(client);
    return;
  }
  // EPOLLOUT only while something is left over: a socket is writable nearly always.
  const bool blocked = step == bench::Step::kBlocked;
  if (blocked != was_blocked) {
    Control(epoll, EPOLL_CTL_MOD, client, client->fd, blocked ? EPOLLOUT : EPOLLIN);
  }
}

}  // namespace

int main() {
  const int door = bench::ListenOnLoopback();
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  Control(epoll, EPOLL_CTL_ADD, nullptr, door, EPOLLIN);
  std::array<epoll_event, kMostEvents> events;
  for (;;) {
    const int ready = ::epoll_wait(epoll, events.data(), kMostEvents, -1);
    for (int i = 0; i < ready; ++i) {
      auto* const client =
          static_cast<bench::Client*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (client == nullptr) {
        AcceptAll(epoll, door);
      } else {
        Serve(epoll, client);
      }
    }
  }
}
