// Until would-block, but not for ever.
#include "03_epoll/edge_echo_server.h"

#include <utility>

namespace l03 {
namespace {

constexpr std::uint32_t kEverything = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

// Steps per turn and connection. A peer that sends as fast as we echo never lets us reach "would
// block": without a budget everybody else would starve.
constexpr int kBudget = 16;

}  // namespace

// Several clients may have arrived since the last edge: accept until nobody waits.
void EdgeEchoServer::OnListener() {
  while (AcceptOne(kEverything)) {
  }
}

// [edge]
void EdgeEchoServer::OnConnection(std::uint64_t key, std::uint32_t) {
  l01::EchoConnection* connection = connections().Find(key);
  if (connection == nullptr) return;  // gone: an event of the same batch ended it

  for (int step = 0; step < kBudget; ++step) {
    switch (connection->Advance()) {
      case l01::EchoConnection::Progress::kMoved:
        break;  // there may be more, and no edge would tell
      case l01::EchoConnection::Progress::kBlocked:
        return;  // the next edge comes when the socket becomes ready again
      case l01::EchoConnection::Progress::kOver:
        Drop(key);
        return;
    }
  }
  unfinished_.push_back(key);
}

// Nobody will report these again, so they are our own to-do list.
void EdgeEchoServer::OnLeftover() {
  const std::vector<std::uint64_t> keys = std::exchange(unfinished_, {});
  for (const std::uint64_t key : keys) OnConnection(key, 0);
}
// [edge]

}  // namespace l03
