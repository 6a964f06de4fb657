// The epoll loop: wait, then serve what is ready. Nothing is rebuilt per turn, and the kernel hands
// out the ready ones only: the cost of a turn does not depend on how many clients are idle.
#include "03_epoll/servers/epoll_server.h"

#include <cstdio>
#include <utility>

#include "01_blocking/sockets/error.h"

namespace l03 {
namespace {

constexpr std::uint64_t kListenerKey = 1;  // all below EpollServer::kFirstKey
constexpr std::uint64_t kWakeKey = 2;
constexpr std::uint64_t kRetryKey = 3;
constexpr std::uint64_t kSignalKey = 4;
constexpr int kForever = -1;

}  // namespace

EpollServer::EpollServer(l01::Socket listener, std::uint32_t listener_events)
    : acceptor_(std::move(listener)), listener_events_(listener_events) {
  epoll_.Add(acceptor_.listener().native(), listener_events_, kListenerKey);
  epoll_.Add(wake_.fd(), EPOLLIN, kWakeKey);
  epoll_.Add(retry_.fd(), EPOLLIN, kRetryKey);
}

EpollServer::~EpollServer() = default;

void EpollServer::Stop() {
  wake_.Post();
}

void EpollServer::StopOn(SignalFd& signals) {
  signals_ = &signals;
  epoll_.Add(signals.fd(), EPOLLIN, kSignalKey);
}

// [epoll-loop]
void EpollServer::Run() {
  while (!stopped_) Turn(kForever);
  stopped_ = false;
}

void EpollServer::Turn(int timeout_ms) {
  for (const epoll_event& event : epoll_.Wait(events_, HasLeftover() ? 0 : timeout_ms)) {
    Dispatch(event);
  }
  OnTurnEnd();
}

void EpollServer::Dispatch(const epoll_event& event) {
  switch (event.data.u64) {
    case kWakeKey:
      wake_.Take();  // so that Run() can be called again
      stopped_ = true;
      break;
    case kSignalKey:
      signals_->Take();
      stopped_ = true;
      break;
    case kListenerKey:
      OnListener();
      break;
    case kRetryKey:
      ResumeListener();
      break;
    default:
      OnConnection(event.data.u64, event.events);
  }
}
// [epoll-loop]

bool EpollServer::AcceptOne(std::uint32_t events) {
  Acceptor::Result result = acceptor_.Accept();
  switch (result.outcome) {
    case Acceptor::Outcome::kClient:
      Welcome(std::move(result.client), events);
      return true;
    case Acceptor::Outcome::kClientGone:
    case Acceptor::Outcome::kRefused:
      return true;  // somebody else may wait behind that one
    case Acceptor::Outcome::kExhausted:
      PauseListener();
      return false;
    case Acceptor::Outcome::kNobody:
      break;
  }
  return false;
}

void EpollServer::Welcome(l01::Socket client, std::uint32_t events) {
  const int fd = client.native();
  const std::uint64_t key = Adopt(std::move(client));
  try {
    epoll_.Add(fd, events, key);
  } catch (const l01::SocketError& error) {
    // ENOSPC: /proc/sys/fs/epoll/max_user_watches. It is about this client, not about the server.
    std::fprintf(stderr, "%s; refusing a client\n", error.what());
    Forget(key);
  }
}

// The listener stays ready and we cannot accept: watch for nothing until a timer says "try again".
// [pause]
void EpollServer::PauseListener() {
  epoll_.Modify(acceptor_.listener().native(), 0, kListenerKey);
  retry_.Set(l01::AcceptPause::kLength);
}

void EpollServer::ResumeListener() {
  retry_.Take();
  // MOD reports what already holds, so this brings back an edge that we could not use, too.
  epoll_.Modify(acceptor_.listener().native(), listener_events_, kListenerKey);
}
// [pause]

LoopCounts EpollServer::counts() const {
  LoopCounts counts;
  counts.io.accepts = acceptor_.calls();
  counts.io.waits = epoll_.counts().waits;
  counts.controls = epoll_.counts().controls;
  counts.looks = epoll_.counts().reports;
  return counts;
}

}  // namespace l03
