// One step per report.
#include "03_epoll/level_echo_server.h"

namespace l03 {

void LevelEchoServer::OnListener() {
  AcceptOne(EPOLLIN);
}

// [level]
void LevelEchoServer::OnConnection(std::uint64_t key, std::uint32_t) {
  l01::EchoConnection* connection = connections().Find(key);
  if (connection == nullptr) return;  // gone: an event of the same batch ended it

  const auto wanted = connection->wants();
  if (connection->Advance() == l01::EchoConnection::Progress::kOver) {
    Drop(key);
  } else if (connection->wants() != wanted) {
    // The interest follows what we wait for. EPOLLOUT left on while there is nothing to send would
    // be reported at once, for ever: a loop at 100 % CPU.
    const bool writes = connection->wants() == l01::EchoConnection::Wants::kWrite;
    epoll().Modify(connection->socket().native(), writes ? EPOLLOUT : EPOLLIN, key);
  }
}
// [level]

}  // namespace l03
