// Edge-triggered: epoll reports a socket when something new happens, once. Lesson 03.
#ifndef LESSONS_03_EPOLL_EDGE_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_EDGE_ECHO_SERVER_H_

#include <vector>

#include "03_epoll/epoll_server.h"

namespace l03 {

/// An echo server on edge-triggered epoll. It asks for everything once, and never calls epoll_ctl
/// again; in return it must go on until the socket says "would block", or it loses the rest.
class EdgeEchoServer final : public EpollServer {
 public:
  /// Listens on `local`. @throws l01::SocketError.
  explicit EdgeEchoServer(const l01::Endpoint& local) : EpollServer(local, EPOLLIN | EPOLLET) {}

 private:
  void OnListener() override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
  bool HasLeftover() const override { return !unfinished_.empty(); }
  void OnLeftover() override;

  std::vector<std::uint64_t> unfinished_;  // used up their budget: epoll will not report them again
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EDGE_ECHO_SERVER_H_
