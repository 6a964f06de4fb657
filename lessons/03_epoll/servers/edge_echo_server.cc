// Every edge is worked off, within a budget; what is left over goes on a list of our own.
#include "03_epoll/servers/edge_echo_server.h"

#include "03_epoll/servers/edge_drain.h"

namespace l03 {
namespace {

constexpr int kAcceptBudget = 64;  // clients per turn: whoever is connected must be served too

}  // namespace

// [edge]
// An edge only puts something on the to-do list. The turn works the list off, so nobody gets his
// budget twice, once for an edge and once for what was left over.
void EdgeEchoServer::OnListener() {
  more_clients_ = true;
}

void EdgeEchoServer::OnConnection(std::uint64_t key, std::uint32_t events) {
  Connection* connection = connections().Find(key);
  if (connection == nullptr) return;  // gone: a turn before this one ended it
  if (!AsksForWork(connection->echo, events)) return;
  // Remembered, not only used now: we may be waiting for EPOLLOUT and not read at all this time.
  if ((events & kMoreBehindAShortRead) != 0) connection->to_the_end = true;
  PutOnList(key, *connection);
}

// Only once: it may be on the list already, with what the turn before has left.
void EdgeEchoServer::PutOnList(std::uint64_t key, Connection& connection) {
  if (!connection.unfinished) unfinished_.push_back(key);
  connection.unfinished = true;
}

void EdgeEchoServer::OnTurnEnd() {
  if (more_clients_) AcceptSome();
  // What is put on the list meanwhile is for the next turn. Swapped and not moved: the two lists
  // keep their memory, so a message takes nothing from the heap.
  now_.clear();
  now_.swap(unfinished_);
  for (const std::uint64_t key : now_) {
    if (Connection* connection = connections().Find(key)) GoOn(key, *connection);
  }
}

void EdgeEchoServer::GoOn(std::uint64_t key, Connection& connection) {
  connection.unfinished = false;
  switch (Drain(connection.echo, connection.to_the_end, budget_)) {
    case Drained::kBlocked:
      break;
    case Drained::kOver:
      Drop(key);
      break;
    case Drained::kBudgetSpent:
      PutOnList(key, connection);  // nobody will report it again
      break;
  }
}
// [edge]

// Several clients may have arrived since the last edge: accept until nobody waits.
// [edge-accept]
void EdgeEchoServer::AcceptSome() {
  for (int i = 0; i < kAcceptBudget && more_clients_; ++i) more_clients_ = AcceptOne(kEveryEdge);
}
// [edge-accept]

}  // namespace l03
