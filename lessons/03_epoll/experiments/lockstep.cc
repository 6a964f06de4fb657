// A round: send, let the loop serve, receive.
#include "03_epoll/experiments/lockstep.h"

#include <array>
#include <chrono>
#include <utility>

#include "01_blocking/sockets/readiness.h"
#include "03_epoll/experiments/arrival.h"

namespace l03 {
namespace {

constexpr std::chrono::seconds kPatience{2};
constexpr std::array<std::byte, 5> kMessage{};

}  // namespace

Lockstep::Lockstep(std::vector<l01::Socket>& clients, std::size_t rounds,
                   std::function<std::size_t(std::size_t)> bytes_at_server)
    : clients_(clients), rounds_(rounds), bytes_at_server_(std::move(bytes_at_server)) {}

// [lockstep]
bool Lockstep::Done() {
  // The loop has served the last round, or a part of it: then let it go on.
  if (round_ > 0 && !EveryEchoIsHere()) return false;
  if (round_++ == rounds_) return true;
  SendToAll();
  return false;
}

void Lockstep::SendToAll() {
  for (l01::Socket& client : clients_) client.SendAll(kMessage);
  // Before the loop asks, all messages are there: one wait must report all of them.
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    Await([&] { return bytes_at_server_(i) >= kMessage.size(); }, "a message");
  }
}
// [lockstep]

bool Lockstep::EveryEchoIsHere() {
  for (l01::Socket& client : clients_) {
    if (!l01::WaitReadable(client, kPatience)) return false;
  }
  std::array<std::byte, kMessage.size()> room;
  for (l01::Socket& client : clients_) client.Recv(room);
  return true;
}

}  // namespace l03
