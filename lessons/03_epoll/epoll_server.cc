// The epoll loop: wait, then serve what is ready. Nothing is rebuilt per turn, and the kernel hands
// out the ready ones only: the cost of a turn does not depend on how many clients are idle.
#include "03_epoll/epoll_server.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "01_blocking/error.h"

namespace l03 {
namespace {

constexpr std::uint64_t kListenerKey = 1;  // below ConnectionTable::kFirstKey
constexpr std::uint64_t kWakeKey = 2;
constexpr int kForever = -1;

int OpenReserve() {
  return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

}  // namespace

EpollServer::EpollServer(const l01::Endpoint& local, std::uint32_t listener_events)
    : listener_(l01::ListenOn(local)),
      wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      reserve_fd_(OpenReserve()) {
  listener_.SetNonBlocking(true);
  epoll_.Add(listener_.native(), listener_events, kListenerKey);
  epoll_.Add(wake_fd_, EPOLLIN, kWakeKey);
}

EpollServer::~EpollServer() {
  ::close(wake_fd_);
  if (reserve_fd_ >= 0) ::close(reserve_fd_);
}

void EpollServer::Stop() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_fd_, &one, sizeof one);
}

// [epoll-loop]
void EpollServer::Run() {
  while (!stopped_) {
    for (const epoll_event& event : epoll_.Wait(events_, HasLeftover() ? 0 : kForever)) {
      Dispatch(event);
    }
    OnLeftover();
  }
}

void EpollServer::Dispatch(const epoll_event& event) {
  switch (event.data.u64) {
    case kWakeKey:
      stopped_ = true;
      break;
    case kListenerKey:
      OnListener();
      break;
    default:
      OnConnection(event.data.u64, event.events);
  }
}
// [epoll-loop]

bool EpollServer::AcceptOne(std::uint32_t events) {
  try {
    std::optional<l01::Socket> client = listener_.Accept();
    if (!client) return false;
    auto connection = std::make_unique<l01::EchoConnection>(std::move(*client));
    const int fd = connection->socket().native();
    epoll_.Add(fd, events, connections_.Add(std::move(connection)));
  } catch (const l01::SocketError& error) {
    if (!l01::IsOutOfDescriptors(error.code())) throw;
    std::fprintf(stderr, "%s; refusing a client\n", error.what());
    RefuseOneClient();
  }
  return true;
}

// Out of descriptors, and a client waits. Left in the queue it would keep the listener readable: a
// level-triggered loop would spin, an edge-triggered one would forget it. So give up the reserve
// descriptor, accept with it, and hang up: the client learns at once.
// [reserve]
void EpollServer::RefuseOneClient() {
  if (reserve_fd_ >= 0) ::close(reserve_fd_);
  l01::Socket(l01::native::Accept(listener_.native(), nullptr, nullptr)).Close();
  reserve_fd_ = OpenReserve();
}
// [reserve]

void EpollServer::Drop(std::uint64_t key) {
  if (const l01::EchoConnection* connection = connections_.Find(key)) {
    epoll_.Remove(connection->socket().native());  // before close: see Epoll::Remove
    connections_.Erase(key);
  }
}

}  // namespace l03
