// Taking connections in, and out again in the right order.
#include "03_epoll/servers/keyed_echo_server.h"

#include <utility>

namespace l03 {

std::uint64_t KeyedEchoServer::Adopt(l01::Socket client) {
  return connections_.Add(std::move(client));
}

// [drop]
void KeyedEchoServer::Drop(std::uint64_t key) {
  if (const Connection* connection = connections_.Find(key)) {
    epoll().Remove(connection->echo.socket().native());  // before close: see Epoll::Remove
    connections_.Erase(key);
  }
}
// [drop]

LoopCounts KeyedEchoServer::counts() const {
  LoopCounts counts = EpollServer::counts();
  counts.io.Add(connections_.counts());
  return counts;
}

}  // namespace l03
