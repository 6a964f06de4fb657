// The connections are made here; Lockstep plays the clients that speak.
#include "03_epoll/experiments/loop_costs.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "03_epoll/experiments/arrival.h"

namespace l03 {
namespace {

constexpr int kLongQueue = 4096;  // so that the crowd never waits for us to accept
constexpr std::size_t kMostIdle = 10'000;
constexpr std::chrono::seconds kPatience{2};

}  // namespace

LoopCosts::LoopCosts(std::string program)
    : program_(std::move(program)),
      most_connections_(RoomForConnections()),
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
  Lockstep lockstep(active_, kRounds,
                    [this](std::size_t i) { return BytesWaiting(connections_[i].socket()); });
  LoopCounts counts = loop(connections_, [&lockstep] { return lockstep.Done(); });
  counts.io.recvs -= before.recvs;
  counts.io.sends -= before.sends;
  counts.io.would_blocks -= before.would_blocks;
  return counts;
}

}  // namespace l03
