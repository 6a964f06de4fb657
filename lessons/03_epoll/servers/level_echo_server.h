// Level-triggered: epoll reports a socket as long as it is ready. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_LEVEL_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_LEVEL_ECHO_SERVER_H_

#include <utility>

#include "03_epoll/servers/keyed_echo_server.h"

namespace l03 {

/// An echo server on level-triggered epoll: one step per report, and the report comes again if
/// there is more. What must not be forgotten is to ask for EPOLLOUT only while something waits to
/// be sent.
class LevelEchoServer final : public KeyedEchoServer {
 public:
  /// Serves the clients of `listener`. @throws l01::SocketError.
  explicit LevelEchoServer(l01::Socket listener) : KeyedEchoServer(std::move(listener), EPOLLIN) {}

 private:
  void OnListener() override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_LEVEL_ECHO_SERVER_H_
