// Compare with edge_echo_server.cc.
#include "03_epoll/servers/forgetful_echo_server.h"

namespace l03 {

// [forgetful]
void ForgetfulEchoServer::OnListener() {
  AcceptOne(EPOLLIN | EPOLLOUT | EPOLLET);  // wrong: two may wait, and there was one edge
}

void ForgetfulEchoServer::OnConnection(std::uint64_t key, std::uint32_t) {
  Connection* connection = connections().Find(key);
  if (connection == nullptr) return;
  // Wrong: what does not fit into one buffer stays behind, until the client happens to send more.
  if (connection->echo.Advance() == l01::EchoConnection::Progress::kOver) Drop(key);
}
// [forgetful]

}  // namespace l03
