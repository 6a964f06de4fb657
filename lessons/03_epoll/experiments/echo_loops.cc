// A key is an index into the vector here: nothing is added or removed while a loop runs.
#include "03_epoll/experiments/echo_loops.h"

#include <array>
#include <limits>

#include "01_blocking/echo/busy_echo.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/servers/edge_drain.h"

namespace l03 {
namespace {

using Progress = l01::EchoConnection::Progress;
constexpr int kNow = 0;
constexpr int kForever = -1;
constexpr int kNoBudget = std::numeric_limits<int>::max();  // the caller's peers are polite

l01::IoCounts Sum(const std::vector<l01::EchoConnection>& connections) {
  l01::IoCounts sum;
  for (const l01::EchoConnection& connection : connections) sum.Add(connection.counts());
  return sum;
}

// Registers everybody once, then waits. `serve` gets an index and its events.
template <typename Serve>
LoopCounts EchoByEpoll(std::vector<l01::EchoConnection>& connections,
                       const std::function<bool()>& done, std::uint32_t events, Serve serve) {
  Epoll epoll;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    epoll.Add(connections[i].socket().native(), events, i);
  }
  std::array<epoll_event, 256> room;
  const auto turn = [&](int timeout_ms) {
    const std::span<epoll_event> ready = epoll.Wait(room, timeout_ms);
    for (const epoll_event& event : ready) serve(epoll, event);
    return !ready.empty();
  };
  // What holds at the start is reported first: edge-triggered, every socket as writable, once. The
  // conversation is counted from here.
  while (turn(kNow)) {
  }
  const EpollCounts start = epoll.counts();
  while (!done()) turn(kForever);

  LoopCounts counts{Sum(connections)};
  counts.io.waits = epoll.counts().waits - start.waits;
  counts.looks = epoll.counts().reports - start.reports;
  counts.controls = epoll.counts().controls;
  return counts;
}

}  // namespace

LoopCounts EchoByPoll(std::vector<l01::EchoConnection>& connections,
                      const std::function<bool()>& done) {
  LoopCounts counts{l01::EchoByPoll(connections, done)};
  counts.looks = counts.io.waits * connections.size();  // poll goes through its whole list
  return counts;
}

LoopCounts EchoByLevel(std::vector<l01::EchoConnection>& connections,
                       const std::function<bool()>& done) {
  return EchoByEpoll(connections, done, EPOLLIN, [&](Epoll& epoll, const epoll_event& event) {
    l01::EchoConnection& connection = connections[event.data.u64];
    const int fd = connection.socket().native();
    const auto wanted = connection.wants();
    if (connection.Advance() == Progress::kOver) {
      epoll.Remove(fd);  // at its end a socket stays readable
    } else if (connection.wants() != wanted) {
      const bool writes = connection.wants() == l01::EchoConnection::Wants::kWrite;
      epoll.Modify(fd, writes ? EPOLLOUT : EPOLLIN, event.data.u64);
    }
  });
}

LoopCounts EchoByEdge(std::vector<l01::EchoConnection>& connections,
                      const std::function<bool()>& done) {
  std::vector<bool> to_the_end(connections.size());
  return EchoByEpoll(connections, done, kEveryEdge, [&](Epoll&, const epoll_event& event) {
    const std::uint64_t i = event.data.u64;
    if (!AsksForWork(connections[i], event.events)) return;
    if ((event.events & kMoreBehindAShortRead) != 0) to_the_end[i] = true;
    Drain(connections[i], to_the_end[i], kNoBudget);
  });
}

}  // namespace l03
