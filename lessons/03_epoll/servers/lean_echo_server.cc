// The same promises as EdgeEchoServer: nothing is lost, nobody starves, and between the first
// epoll_ctl of a client and its last there is none.
#include "03_epoll/servers/lean_echo_server.h"

#include <sys/socket.h>

#include <cerrno>

#include "03_epoll/servers/edge_drain.h"

namespace l03 {
namespace {

constexpr int kMostAccepts = 64;  // clients per turn
constexpr int kBudget = 4;        // steps per turn and client, each up to 64 KiB

}  // namespace

std::uint64_t LeanEchoServer::Adopt(l01::Socket client) {
  client.SetNonBlocking(true);
  clients_.emplace_front(client.native());
  client.Release();  // now that somebody else owns it
  clients_.front().place = clients_.begin();
  return reinterpret_cast<std::uintptr_t>(&clients_.front());
}

void LeanEchoServer::Forget(std::uint64_t key) {
  clients_.erase(reinterpret_cast<Client*>(key)->place);
}

void LeanEchoServer::OnConnection(std::uint64_t key, std::uint32_t events) {
  Client& client = *reinterpret_cast<Client*>(key);
  if (client.rest.empty() && (events & ~EPOLLOUT) == 0) return;  // there is room: who asked?
  if ((events & kMoreBehindAShortRead) != 0) client.to_the_end = true;
  // On the to-do list? Then the end of the turn serves it: nobody gets his budget twice.
  if (!client.unfinished) Echo(client);
}

// [lean-echo]
void LeanEchoServer::Echo(Client& client) {
  for (int step = 0; step < kBudget; ++step) {
    if (!client.rest.empty() && !SendRest(client)) return;  // the edge for room goes on
    const ssize_t received = ::recv(client.fd.get(), room_.data(), room_.size(), 0);
    if (received <= 0) {
      if (received < 0 && errno == EINTR) continue;
      if (received < 0 && errno == EAGAIN) return;  // the edge for bytes goes on
      return End(client);
    }
    const auto size = static_cast<std::size_t>(received);
    const std::size_t sent = Send(client, room_.data(), size);
    if (!client.fd.valid()) return;
    if (sent < size) {
      client.rest.assign(room_.data() + sent, room_.data() + size);
      continue;  // to SendRest, which learns whether there is really no room
    }
    if (size < room_.size() && !client.to_the_end) return;  // a short read: nothing was left
  }
  client.unfinished = true;
  unfinished_.push_back(&client);
}
// [lean-echo]

// Returns true if all is sent. Otherwise an edge will come, or the client has ended.
bool LeanEchoServer::SendRest(Client& client) {
  while (!client.rest.empty()) {
    const std::size_t sent = Send(client, client.rest.data(), client.rest.size());
    if (sent == 0) return false;
    client.rest.erase(client.rest.begin(), client.rest.begin() + static_cast<std::ptrdiff_t>(sent));
  }
  client.rest.shrink_to_fit();
  return true;
}

// How much the system took; 0: would block, or the connection is broken and the client has ended.
std::size_t LeanEchoServer::Send(Client& client, const std::byte* data, std::size_t size) {
  while (true) {
    const ssize_t sent = ::send(client.fd.get(), data, size, MSG_NOSIGNAL);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno == EINTR) continue;
    if (errno != EAGAIN) End(client);
    return 0;
  }
}

void LeanEchoServer::End(Client& client) {
  epoll().Remove(client.fd.get());  // before close: see Epoll::Remove
  client.fd.Close();
  client.rest.clear();
  ended_.splice(ended_.begin(), clients_, client.place);
}

void LeanEchoServer::OnTurnEnd() {
  for (int i = 0; i < kMostAccepts && more_clients_; ++i) more_clients_ = AcceptOne(kEveryEdge);
  // Those who spent their budget in the turn before. Who spends it now waits for the next one.
  for (Client* client : now_) {
    client->unfinished = false;
    Echo(*client);
  }
  now_.clear();
  now_.swap(unfinished_);
  ended_.clear();
}

}  // namespace l03
