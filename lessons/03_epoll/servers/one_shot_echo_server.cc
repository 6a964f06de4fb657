// Take a report, do one step, arm again.
#include "03_epoll/servers/one_shot_echo_server.h"

#include <array>
#include <cstdio>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "03_epoll/servers/run_together.h"

namespace l03 {
namespace {

constexpr std::uint64_t kListenerKey = 1;  // below ConnectionTable::kFirstKey
constexpr std::uint64_t kStopKey = 2;
constexpr std::uint64_t kRetryKey = 3;
constexpr std::uint32_t kOneClient = EPOLLIN | EPOLLONESHOT;
constexpr int kForever = -1;

}  // namespace

OneShotEchoServer::OneShotEchoServer(l01::Socket listener, int workers)
    : workers_(workers), acceptor_(std::move(listener)) {
  epoll_.Add(acceptor_.listener().native(), kOneClient, kListenerKey);
  epoll_.Add(stop_.fd(), EPOLLIN, kStopKey);
  epoll_.Add(retry_.fd(), EPOLLIN | EPOLLET, kRetryKey);
}

void OneShotEchoServer::Run() {
  RunTogether(
      workers_, [this](int) { Work(); }, [this] { Stop(); });
}

void OneShotEchoServer::Work() {
  std::array<epoll_event, 1> room;  // one: a batch would wait for us while others are idle
  while (true) {
    for (const epoll_event& event : epoll_.Wait(room, kForever)) {
      if (event.data.u64 == kStopKey) return;
      if (event.data.u64 == kListenerKey) {
        OnListener();
      } else if (event.data.u64 == kRetryKey) {
        epoll_.Modify(acceptor_.listener().native(), kOneClient, kListenerKey);
      } else {
        OnConnection(event.data.u64);
      }
    }
  }
}

Acceptor::Result OneShotEchoServer::AcceptOne() {
  const std::lock_guard lock(mutex_);
  return acceptor_.Accept();
}

void OneShotEchoServer::OnListener() {
  Acceptor::Result result = AcceptOne();
  if (result.outcome == Acceptor::Outcome::kExhausted) {
    retry_.Set(l01::AcceptPause::kLength);  // the listener stays disarmed until then
    return;
  }
  // Arm before the client is served: another worker may accept the next one meanwhile. If somebody
  // waits already, MOD reports it.
  epoll_.Modify(acceptor_.listener().native(), kOneClient, kListenerKey);
  if (result.client.valid()) Welcome(std::move(result.client));
}

void OneShotEchoServer::Welcome(l01::Socket client) {
  const int fd = client.native();
  const std::lock_guard lock(mutex_);
  const std::uint64_t key = connections_.Add(std::move(client));
  try {
    epoll_.Add(fd, EPOLLIN | EPOLLONESHOT, key);
  } catch (const l01::SocketError& error) {
    std::fprintf(stderr, "%s; refusing a client\n", error.what());
    connections_.Erase(key);
  }
}

// [one-shot]
void OneShotEchoServer::OnConnection(std::uint64_t key) {
  Connection* connection = nullptr;
  {
    const std::lock_guard lock(mutex_);
    connection = connections_.Find(key);  // only this worker has the report, so it stays
  }
  l01::EchoConnection& echo = connection->echo;
  const int fd = echo.socket().native();
  if (echo.Advance() == l01::EchoConnection::Progress::kOver) {
    epoll_.Remove(fd);
    const std::lock_guard lock(mutex_);
    connections_.Erase(key);
    return;
  }
  const bool writes = echo.wants() == l01::EchoConnection::Wants::kWrite;
  // From this call on another worker may have the connection: do not touch it any more. What
  // arrived while it was disarmed is reported now, so nothing is lost. Under the lock, which that
  // worker takes above: C++ does not know that epoll passes the connection on, and without it our
  // writes and its reads would be a data race.
  const std::lock_guard lock(mutex_);
  epoll_.Modify(fd, (writes ? EPOLLOUT : EPOLLIN) | EPOLLONESHOT, key);
}
// [one-shot]

}  // namespace l03
