// The edge-triggered server that everybody writes first. Wrong on purpose. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_FORGETFUL_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_FORGETFUL_ECHO_SERVER_H_

#include <utility>

#include "03_epoll/servers/keyed_echo_server.h"

namespace l03 {

/// Does one step per edge, as if the report would come again: one accept, one recv. It works as
/// long as clients come one by one and messages are small, so it passes the first test.
class ForgetfulEchoServer final : public KeyedEchoServer {
 public:
  /// Serves some of the clients of `listener`, in part. @throws l01::SocketError.
  explicit ForgetfulEchoServer(l01::Socket listener)
      : KeyedEchoServer(std::move(listener), EPOLLIN | EPOLLET) {}

 private:
  void OnListener() override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_FORGETFUL_ECHO_SERVER_H_
