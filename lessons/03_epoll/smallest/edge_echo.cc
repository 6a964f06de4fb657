// The smallest complete echo server on edge-triggered epoll: everything goes on until would-block.
//
// A program of its own: 03_smallest_edge_echo.
// [smallest-edge]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {

void Check(bool ok, const char* call) {
  if (ok) return;
  std::perror(call);
  std::exit(1);
}

void Watch(int epoll, int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.fd = fd;
  Check(::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
}

// Sends what is left and receives more, until one of the two would block. False if it is over.
bool Drain(int fd, std::string& rest) {
  while (true) {
    while (!rest.empty()) {
      const ssize_t sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent < 0) return errno == EAGAIN;  // the edge "room again" will come
      rest.erase(0, static_cast<std::size_t>(sent));
    }
    char buffer[4096];
    const ssize_t size = ::recv(fd, buffer, sizeof buffer, 0);
    if (size == 0) return false;
    if (size < 0) return errno == EAGAIN;  // the edge "bytes have come" will come
    rest.assign(buffer, static_cast<std::size_t>(size));
  }
}

}  // namespace

int main() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  Check(listener >= 0, "socket");
  sockaddr_in address{};  // port 0: any free one
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  Check(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  Check(::listen(listener, 64) == 0, "listen");
  Check(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  std::printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);

  const int epoll = ::epoll_create1(0);
  Check(epoll >= 0, "epoll_create1");
  Watch(epoll, listener, EPOLLIN);
  std::map<int, std::string> rests;  // of each client: received, and not echoed yet
  while (true) {
    epoll_event event{};
    Check(::epoll_wait(epoll, &event, 1, -1) == 1, "epoll_wait");
    const int fd = event.data.fd;
    if (fd != listener) {
      if (!Drain(fd, rests[fd])) {
        rests.erase(fd);
        ::close(fd);
      }
      continue;
    }
    // Several clients may have come with one edge: until nobody waits.
    int client = 0;
    while ((client = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
      Watch(epoll, client, EPOLLIN | EPOLLOUT | EPOLLRDHUP);
    }
  }
}
// [smallest-edge]
