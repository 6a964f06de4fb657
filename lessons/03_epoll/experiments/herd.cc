// The threads do not accept: who wakes up first would otherwise let some of the others sleep on,
// and the count would be luck.
#include "03_epoll/experiments/herd.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <fstream>
#include <list>
#include <string>
#include <thread>
#include <vector>

#include "01_blocking/sockets/socket.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/epoll/event_sources.h"

namespace l03 {
namespace {

constexpr std::uint64_t kListenerKey = 1;
constexpr std::uint64_t kStopKey = 2;
constexpr int kForever = -1;

// One thread that waits for the listener, and notes whether it was woken.
struct Waiter {
  Epoll epoll;                      // its own instance
  std::atomic<pid_t> thread_id{0};  // set right before it waits
  std::atomic<bool> woken{false};   // the listener was reported

  void Wait() {
    thread_id = ::gettid();
    std::array<epoll_event, 2> room;
    for (const epoll_event& event : epoll.Wait(room, kForever)) {
      if (event.data.u64 == kListenerKey) woken = true;
    }
  }

  // man 5 proc: the state is the first word behind the name. S: it sleeps, so it is in epoll_wait.
  bool Sleeps() const {
    std::ifstream file("/proc/self/task/" + std::to_string(thread_id) + "/stat");
    std::string stat;
    std::getline(file, stat);
    const std::size_t name_end = stat.rfind(')');
    return name_end != std::string::npos && stat.compare(name_end, 3, ") S") == 0;
  }
};

int Woken(const std::list<Waiter>& waiters) {
  int woken = 0;
  for (const Waiter& waiter : waiters) woken += waiter.woken ? 1 : 0;
  return woken;
}

}  // namespace

int CountWoken(int loops, bool exclusive) {
  l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  EventFd stop;
  std::list<Waiter> waiters(static_cast<std::size_t>(loops));
  for (Waiter& waiter : waiters) {
    waiter.epoll.Add(listener.native(), EPOLLIN | (exclusive ? EPOLLEXCLUSIVE : 0U), kListenerKey);
    waiter.epoll.Add(stop.fd(), EPOLLIN, kStopKey);
  }
  {
    std::vector<std::jthread> threads;
    for (Waiter& waiter : waiters) threads.emplace_back([&waiter] { waiter.Wait(); });
    for (Waiter& waiter : waiters) {
      while (!waiter.Sleeps()) std::this_thread::yield();
    }
    const l01::Socket client = l01::ConnectTo(listener.LocalEndpoint());
    const int expected = exclusive ? 1 : loops;
    while (Woken(waiters) < expected) std::this_thread::yield();
    stop.Post();  // those that slept on wake up now, and see no client
  }
  return Woken(waiters);
}

}  // namespace l03
