// Level-triggered: epoll reports a socket as long as it is ready. Lesson 03.
#ifndef LESSONS_03_EPOLL_LEVEL_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_LEVEL_ECHO_SERVER_H_

#include "03_epoll/epoll_server.h"

namespace l03 {

/// An echo server on level-triggered epoll: one step per report, and the report comes again if
/// there is more. What must not be forgotten is to ask for EPOLLOUT only while something waits to
/// be sent.
class LevelEchoServer final : public EpollServer {
 public:
  /// Listens on `local`. @throws l01::SocketError.
  explicit LevelEchoServer(const l01::Endpoint& local) : EpollServer(local, EPOLLIN) {}

 private:
  void OnListener() override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_LEVEL_ECHO_SERVER_H_
