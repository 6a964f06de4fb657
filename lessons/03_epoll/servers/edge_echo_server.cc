// Every edge is worked off, within a budget; what is left over goes on a list of our own.
#include "03_epoll/servers/edge_echo_server.h"

#include "03_epoll/servers/edge_drain.h"

namespace l03 {
namespace {

constexpr int kAcceptBudget = 64;  // clients per turn: whoever is connected must be served too

}  // namespace

// Several clients may have arrived since the last edge: accept until nobody waits.
// [edge-accept]
void EdgeEchoServer::OnListener() {
  more_clients_ = true;
  for (int i = 0; i < kAcceptBudget && more_clients_; ++i) more_clients_ = AcceptOne(kEveryEdge);
}
// [edge-accept]

// [edge]
void EdgeEchoServer::OnConnection(std::uint64_t key, std::uint32_t events) {
  Connection* connection = connections().Find(key);
  if (connection == nullptr) return;  // gone: an event of the same batch ended it
  if (!AsksForWork(connection->echo, events)) return;
  // Remembered, not only used now: we may be waiting for EPOLLOUT and not read at all this time.
  if ((events & kMoreBehindAShortRead) != 0) connection->to_the_end = true;
  GoOn(key, *connection);
}

void EdgeEchoServer::GoOn(std::uint64_t key, Connection& connection) {
  switch (Drain(connection.echo, connection.to_the_end, budget_)) {
    case Drained::kBlocked:
      break;
    case Drained::kOver:
      Drop(key);
      break;
    case Drained::kBudgetSpent:
      // Only once: it may be on the list already, and get another event in the next turn.
      if (!connection.unfinished) unfinished_.push_back(key);
      connection.unfinished = true;
      break;
  }
}

// Nobody will report these again, so they are our own to-do list.
void EdgeEchoServer::OnLeftover() {
  if (more_clients_) OnListener();
  const std::vector<std::uint64_t> keys = std::exchange(unfinished_, {});
  for (const std::uint64_t key : keys) {
    Connection* connection = connections().Find(key);
    if (connection == nullptr) continue;
    connection->unfinished = false;
    GoOn(key, *connection);
  }
}
// [edge]

}  // namespace l03
