// Ping-pong on many connections with one epoll.
#include "load/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace bench {
namespace {

constexpr int kMostEvents = 256;
constexpr int kPatienceMs = 20'000;             // an echo that takes longer will not come
constexpr std::size_t kGreetEvery = 64;         // see AddIdle
constexpr const char* kGreeting = "netladder";  // what a greeting says

[[noreturn]] void Throw(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

// No two neighbours are equal, so an echo that lost or repeated an octet is noticed.
std::string MakeMessage(std::size_t size) {
  std::string message(size, '\0');
  for (std::size_t i = 0; i < size; ++i) message[i] = static_cast<char>('a' + i % 23);
  return message;
}

void ReceiveAll(int fd, char* to, std::size_t size) {
  const ssize_t received = ::recv(fd, to, size, MSG_WAITALL);
  if (received < 0 && errno == EAGAIN) throw std::runtime_error("no echo within 20 s");
  if (received < 0) Throw("recv");
  if (static_cast<std::size_t>(received) < size) {
    throw std::runtime_error("the server closed the connection");
  }
}

}  // namespace

Crowd::Crowd(std::uint16_t port, std::size_t active, std::size_t size)
    : port_(port), message_(MakeMessage(size)), received_(size, '\0') {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) Throw("epoll_create1");
  players_.resize(active);
  for (std::size_t i = 0; i < active; ++i) {
    players_[i].fd = Connect();
    Greet(players_[i].fd);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, players_[i].fd, &event) != 0) Throw("epoll_ctl");
  }
}

Crowd::~Crowd() {
  for (const Player& player : players_) ::close(player.fd);
  for (const int fd : idle_) ::close(fd);
  ::close(epoll_);
}

int Crowd::Connect() const {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) Throw("socket");
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{kPatienceMs / 1000, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port_);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
    Throw("connect");
  }
  return fd;
}

// One echo, waited for: then the server has accepted this connection and all before it.
void Crowd::Greet(int fd) const {
  const std::size_t size = std::strlen(kGreeting);
  std::string answer(size, '\0');
  if (::send(fd, kGreeting, size, MSG_NOSIGNAL) < 0) Throw("send");
  ReceiveAll(fd, answer.data(), size);
  if (answer != kGreeting) throw std::runtime_error("a wrong echo");
}

// Not all of them greet: a server that looks at all its sockets for each message would take
// minutes. Without any greeting we would fill its queue of connections, and the kernel would drop
// the next.
void Crowd::AddIdle(std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i) {
    idle_.push_back(Connect());
    if (i % kGreetEvery == 0 || i == count) Greet(idle_.back());
  }
}

void Crowd::SendRequest(Player& player) {
  player.missing = message_.size();
  player.sent = Clock::now();
  ++under_way_;
  const ssize_t sent = ::send(player.fd, message_.data(), message_.size(), MSG_NOSIGNAL);
  if (sent < 0) Throw("send");
}

// Returns true if the echo is complete.
bool Crowd::ReceiveEcho(Player& player) {
  const ssize_t received = ::recv(player.fd, received_.data(), player.missing, MSG_DONTWAIT);
  if (received == 0) throw std::runtime_error("the server closed the connection");
  if (received < 0) {
    if (errno == EAGAIN || errno == EINTR) return false;
    Throw("recv");
  }
  const auto size = static_cast<std::size_t>(received);
  const std::size_t at = message_.size() - player.missing;
  if (message_.compare(at, size, received_, 0, size) != 0) {
    throw std::runtime_error("a wrong echo");
  }
  player.missing -= size;
  return player.missing == 0;
}

// One echo is back: notes it, and sends the next request unless the slice is over.
void Crowd::GoOn(Player& player, const SliceEnd& end, Slice* slice) {
  const Clock::time_point now = Clock::now();
  slice->latencies.push_back(static_cast<std::uint32_t>((now - player.sent).count()));
  ++slice->requests;
  --under_way_;
  const Clock::duration passed = now - started_;
  slice->seconds = std::chrono::duration<double>(passed).count();
  if (end.time.count() > 0 && passed >= end.time) return;
  if (end.requests > 0 && slice->requests + under_way_ >= end.requests) return;
  SendRequest(player);
}

Slice Crowd::Run(const SliceEnd& end) {
  Slice slice;
  started_ = Clock::now();
  for (Player& player : players_) SendRequest(player);
  std::array<epoll_event, kMostEvents> events;
  while (under_way_ > 0) {
    const int ready = ::epoll_wait(epoll_, events.data(), kMostEvents, kPatienceMs);
    if (ready == 0) throw std::runtime_error("no echo within 20 s");
    for (int i = 0; i < ready; ++i) {
      Player& player = players_[events[static_cast<std::size_t>(i)].data.u64];
      if (ReceiveEcho(player)) GoOn(player, end, &slice);
    }
  }
  return slice;
}

}  // namespace bench
