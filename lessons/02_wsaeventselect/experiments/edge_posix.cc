// The life of FD_WRITE, lived by EPOLLOUT: man 7 epoll. Lesson 03 teaches epoll; here it only
// answers the same questions.
//
// The last step shows the one difference. Linux notes "this socket ran out of room" when a send
// takes only a part, and reports EPOLLOUT when there is room again. So man 7 epoll may say that a
// short write is as good as EAGAIN. On Winsock that advice stops the program. Lesson 02.
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "02_wsaeventselect/experiments/edge.h"

namespace l02 {
namespace {

constexpr int kQuiet = 100;  // ms; what must come is there much earlier

// An epoll instance that watches one socket for EPOLLOUT.
class EpolloutWatch {
 public:
  EpolloutWatch(int fd, std::uint32_t events) : epoll_fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_fd_ < 0) throw l01::SocketError("epoll_create1", "", l01::LastSocketError());
    epoll_event event{};
    event.events = events;
    if (::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) == 0) return;
    const int error = l01::LastSocketError();
    ::close(epoll_fd_);
    throw l01::SocketError("epoll_ctl", "", error);
  }
  EpolloutWatch(const EpolloutWatch&) = delete;
  EpolloutWatch& operator=(const EpolloutWatch&) = delete;
  ~EpolloutWatch() { ::close(epoll_fd_); }

  // How many of `looks` find EPOLLOUT.
  int Count(int looks, int timeout_ms) const {
    int reports = 0;
    for (int i = 0; i < looks; ++i) {
      epoll_event event{};
      const int ready = ::epoll_wait(epoll_fd_, &event, 1, timeout_ms);
      if (ready == 1 && (event.events & EPOLLOUT) != 0) ++reports;
    }
    return reports;
  }

 private:
  int epoll_fd_;  // owned
};

// One end sends and is watched, the other end reads.
class EpollPair {
 public:
  EpollPair() : ends_(l01::ConnectedPair()) { ours().SetNonBlocking(true); }
  l01::Socket& ours() { return ends_.first; }

  // One send; false if it said EAGAIN.
  bool Send(std::size_t size) {
    const std::vector<std::byte> bytes(size);
    const l01::IoResult result = ours().Send(bytes);
    in_flight_ += result.bytes;
    return result.ok();
  }
  void Drain() {
    std::vector<std::byte> room(64 * 1024);
    while (in_flight_ > 0) {
      const l01::IoResult result = ends_.second.Recv(room);
      if (!result.ok()) throw l01::SocketError("recv", "", result.error);
      in_flight_ -= result.bytes;
    }
  }

 private:
  std::pair<l01::Socket, l01::Socket> ends_;  // ours, the peer's
  std::size_t in_flight_ = 0;                 // bytes that the peer has not received
};

// Right after the first EAGAIN the kernel may still move bytes into the peer's buffer and so make
// room by itself: full is what stays full.
void Fill(EpollPair& pair, const EpolloutWatch& edge) {
  do {
    while (pair.Send(64 * 1024)) {
    }
  } while (edge.Count(1, kQuiet) != 0);
}

}  // namespace

std::optional<EpolloutReports> WatchEpollout() {
  EpolloutReports reports;
  EpollPair pair;
  const EpolloutWatch level(pair.ours().native(), EPOLLOUT);
  const EpolloutWatch edge(pair.ours().native(), EPOLLOUT | EPOLLET);
  reports.level_in_three_looks = level.Count(3, kQuiet);  // told as long as it holds
  reports.edge_in_three_looks = edge.Count(3, kQuiet);    // told once

  for (int i = 0; i < 3; ++i) pair.Send(5);
  reports.edge_after_small_sends = edge.Count(1, kQuiet);

  Fill(pair, edge);
  reports.edge_while_full = edge.Count(1, kQuiet);
  pair.Drain();
  reports.edge_after_draining = edge.Count(1, kQuiet);

  pair.Send(16 << 20);  // takes a part, and EAGAIN is never seen
  pair.Drain();
  reports.edge_after_short_send = edge.Count(1, kQuiet);
  return reports;
}

}  // namespace l02
