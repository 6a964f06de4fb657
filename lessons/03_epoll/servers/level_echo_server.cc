// One step per report. That is the budget, too: a client that sends without end gets one step per
// turn, as everybody else.
#include "03_epoll/servers/level_echo_server.h"

namespace l03 {

void LevelEchoServer::OnListener() {
  AcceptOne(EPOLLIN);
}

// [level]
void LevelEchoServer::OnConnection(std::uint64_t key, std::uint32_t) {
  Connection* connection = connections().Find(key);
  if (connection == nullptr) return;  // gone: something else in this turn ended it

  l01::EchoConnection& echo = connection->echo;
  const auto wanted = echo.wants();
  if (echo.Advance() == l01::EchoConnection::Progress::kOver) {
    Drop(key);
  } else if (echo.wants() != wanted) {
    // The interest follows what we wait for. EPOLLOUT left on while there is nothing to send would
    // be reported at once, for ever: a loop at 100 % CPU.
    const bool writes = echo.wants() == l01::EchoConnection::Wants::kWrite;
    epoll().Modify(echo.socket().native(), writes ? EPOLLOUT : EPOLLIN, key);
  }
}
// [level]

}  // namespace l03
