// Four calls, and what ends their wait.
#include "01_blocking/experiments/blocking_calls.h"

#include <array>
#include <future>
#include <string>
#include <vector>

#include "01_blocking/sockets/nonblocking_connect.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"

namespace l01 {
namespace {

constexpr std::chrono::seconds kLong{20};  // after this a released call counts as stuck

void ReceiveAll(Socket& socket) {
  std::array<std::byte, 64 * 1024> room;
  while (socket.Recv(room).ok()) {
  }
}

}  // namespace

WaitObservation Observe(const std::function<void()>& call, const std::function<void()>& release,
                        std::chrono::milliseconds patience) {
  std::future<void> returned = std::async(std::launch::async, call);
  WaitObservation seen;
  seen.waited = returned.wait_for(patience) == std::future_status::timeout;
  release();
  seen.released = returned.wait_for(kLong) == std::future_status::ready;
  return seen;
}

// [where-calls-wait]
WaitObservation ObserveAccept(std::chrono::milliseconds patience) {
  Socket listener = ListenOn(Endpoint::Loopback());
  return Observe([&] { listener.Accept(); }, [&] { ConnectTo(listener.LocalEndpoint()); },
                 patience);
}

WaitObservation ObserveRecv(std::chrono::milliseconds patience) {
  auto [ours, peer] = ConnectedPair();
  std::array<std::byte, 1> room;
  return Observe([&, &socket = ours] { socket.Recv(room); },
                 [&socket = peer] { socket.SendAll(std::array{std::byte{1}}); }, patience);
}

WaitObservation ObserveSend(std::chrono::milliseconds patience) {
  auto [ours, peer] = ConnectedPair();
  const std::string much(64 << 20, 'x');  // more than all buffers between the two hold
  return Observe(
      [&, &socket = ours] {
        socket.SendAll(std::as_bytes(std::span(much)));
        socket.ShutdownSend();
      },
      [&socket = peer] { ReceiveAll(socket); }, patience);
}
// [where-calls-wait]

WaitObservation ObserveConnect(std::chrono::milliseconds patience) {
  Socket listener = ListenOn(Endpoint::Loopback(), 0);
  // Fill the queue: attempts beyond it stay unanswered.
  std::vector<PendingConnect> queue;
  do {
    queue.emplace_back(listener.LocalEndpoint());
  } while (WaitWritable(queue.back().socket(), patience));
  queue.pop_back();  // the unanswered one
  return Observe([&] { ConnectTo(listener.LocalEndpoint()); },
                 [&] {
                   for (std::size_t i = 0; i < queue.size() + 1; ++i) listener.Accept();
                 },
                 patience);
}

}  // namespace l01
