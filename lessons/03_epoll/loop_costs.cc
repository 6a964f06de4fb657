// One thread plays the ten clients and runs the loop: a round is sent, served, received.
#include "03_epoll/loop_costs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "01_blocking/error.h"
#include "01_blocking/readiness.h"
#include "01_blocking/socket_pair.h"
#include "03_epoll/arrival.h"
#include "03_epoll/descriptor_limit.h"

namespace l03 {
namespace {

constexpr int kLongQueue = 4096;               // so that the crowd never waits for us to accept
constexpr std::size_t kSpareDescriptors = 40;  // for everything else
constexpr std::size_t kMostIdle = 10'000;
constexpr std::chrono::seconds kPatience{2};
constexpr std::array<std::byte, 5> kMessage{};

// The clients' side of the lockstep. A loop calls it before each wait.
class Lockstep {
 public:
  Lockstep(std::vector<l01::Socket>& clients, const std::vector<l01::EchoConnection>& servers)
      : clients_(clients), servers_(servers) {}

  // [lockstep]
  bool Done() {
    // The loop has served the last round, or a part of it: then let it go on.
    if (round_ > 0 && !EveryEchoIsHere()) return false;
    if (round_++ == kRounds) return true;
    for (l01::Socket& client : clients_) client.SendAll(kMessage);
    // Before the loop asks, all ten messages are there: one wait must report all of them.
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      AwaitBytes(servers_[i].socket(), kMessage.size());
    }
    return false;
  }
  // [lockstep]

 private:
  bool EveryEchoIsHere() {
    for (l01::Socket& client : clients_) {
      if (!l01::WaitReadable(client, kPatience)) return false;
    }
    std::array<std::byte, kMessage.size()> room;
    for (l01::Socket& client : clients_) client.Recv(room);
    return true;
  }

  std::vector<l01::Socket>& clients_;                // who speaks
  const std::vector<l01::EchoConnection>& servers_;  // the first ones are their other ends
  std::size_t round_ = 0;                            // rounds begun
};

}  // namespace

LoopCosts::LoopCosts(std::string program)
    : program_(std::move(program)),
      most_connections_(RaiseDescriptorLimit() - OpenDescriptors() - kActiveClients -
                        kSpareDescriptors),
      listener_(l01::ListenOn(l01::Endpoint::Loopback(), kLongQueue)) {
  connections_.reserve(std::min(most_connections_, kActiveClients + kMostIdle));
  for (std::size_t i = 0; i < kActiveClients; ++i) {
    auto [client, server] = l01::ConnectedPair();
    active_.push_back(std::move(client));
    connections_.emplace_back(std::move(server));
  }
}

std::size_t LoopCosts::GrowIdleTo(std::size_t count) {
  const std::size_t wanted = std::min(kActiveClients + count, most_connections_);
  if (wanted > connections_.size()) {
    crowds_.push_back(std::make_unique<CrowdProcess>(program_, listener_.LocalEndpoint(),
                                                     wanted - connections_.size()));
  }
  // Nobody for so long: the crowd could not connect any more. The caller sees how many there are.
  while (connections_.size() < wanted && l01::WaitReadable(listener_, kPatience)) {
    if (auto client = listener_.Accept()) connections_.emplace_back(std::move(*client));
  }
  return connections_.size() - kActiveClients;
}

LoopCounts LoopCosts::Measure(EchoLoop loop) {
  l01::IoCounts before;
  for (const l01::EchoConnection& connection : connections_) before.Add(connection.counts());
  Lockstep lockstep(active_, connections_);
  LoopCounts counts = loop(connections_, [&lockstep] { return lockstep.Done(); });
  counts.io.recvs -= before.recvs;
  counts.io.sends -= before.sends;
  counts.io.would_blocks -= before.would_blocks;
  return counts;
}

}  // namespace l03
