// What goes wrong, and what it looks like when it does.
#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "03_epoll/demo/steps.h"
#include "03_epoll/experiments/arrival.h"
#include "03_epoll/experiments/hang_ups.h"
#include "03_epoll/experiments/registration_traps.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/forgetful_echo_server.h"

namespace l03 {
namespace {

constexpr int kNow = 0;
constexpr int kTurns = 10;  // more than enough for what is left

template <typename Server>
void MakeTurns(Server& server) {
  for (int i = 0; i < kTurns; ++i) server.Turn(kNow);
}

struct Burst {
  std::size_t accepted = 0;     // of three clients that wait at the same moment
  std::size_t echoed = 0;       // of 40000 bytes that wait at the same moment
  std::size_t echoed_next = 0;  // more of them after another byte has come
};

template <typename Server>
Burst ServeABurst() {
  l01::Socket listener = l01::ListenOn(l01::Endpoint::Loopback());
  std::array<l01::Socket, 3> clients;
  for (l01::Socket& client : clients) client = l01::ConnectTo(listener.LocalEndpoint());
  AwaitClients(listener, clients.size());

  Burst burst;
  Server server(std::move(listener));
  MakeTurns(server);
  burst.accepted = server.clients();

  clients[0].SendAll(std::vector<std::byte>(40'000));
  AwaitDelivery(clients[0]);
  MakeTurns(server);
  burst.echoed = BytesWaiting(clients[0]);

  clients[0].SendAll(std::array{std::byte{1}});
  AwaitDelivery(clients[0]);
  MakeTurns(server);
  burst.echoed_next = BytesWaiting(clients[0]) - burst.echoed;
  return burst;
}

}  // namespace

void ShowForgetfulServer(support::Narrator& say) {
  say.Step("Two edge-triggered servers: one does a step per edge, the other goes on to the end.");
  const Burst forgetful = ServeABurst<ForgetfulEchoServer>();
  const Burst right = ServeABurst<EdgeEchoServer>();
  say.Say("three clients wait; accepted by the forgetful one: ", forgetful.accepted,
          ", by the other: ", right.accepted);
  say.Check(forgetful.accepted == 1 && right.accepted == 3,
            "one edge for three clients: two are never served by the forgetful one");
  say.Say("40000 bytes wait; echoed by the forgetful one: ", forgetful.echoed,
          ", by the other: ", right.echoed);
  say.Check(forgetful.echoed < 40'000 && right.echoed == 40'000,
            "one edge for 40000 bytes: the forgetful one leaves what did not fit its buffer");
  say.Say("one more byte arrives; echoed by the forgetful one: ", forgetful.echoed_next,
          ", by the other: ", right.echoed_next);
  say.Check(forgetful.echoed_next > 1 && right.echoed_next == 1,
            "a new edge shows it a part of the old bytes: it is late for ever");
}

void ShowHangUps(support::Narrator& say) {
  constexpr std::uint32_t kRead = EPOLLIN | EPOLLRDHUP;
  constexpr std::uint32_t kEnd = EPOLLIN | EPOLLRDHUP | EPOLLHUP;
  say.Step("How a connection ends, on a socket watched for EPOLLIN | EPOLLRDHUP.");
  const std::uint32_t fin = EventsAfter(EndOfConnection::kPeerShutsDown, kRead);
  const std::uint32_t both = EventsAfter(EndOfConnection::kBothShutDown, kRead);
  const std::uint32_t reset = EventsAfter(EndOfConnection::kPeerResets, kRead);
  say.Check(fin == kRead, "the peer ends its direction: ", EventNames(fin));
  say.Check(both == kEnd, "we end ours, too: ", EventNames(both));
  say.Check(reset == (kEnd | EPOLLERR), "the peer resets: ", EventNames(reset));

  const std::uint32_t nothing = EventsAfter(EndOfConnection::kPeerResets, 0);
  say.Check(nothing == (EPOLLHUP | EPOLLERR),
            "the peer resets, and the socket is watched for nothing: ", EventNames(nothing));
  say.Check(CountReportsOfAFreshSocket(1000) == 1000,
            "a socket that never connected, watched for nothing: 1000 waits, 1000 reports");
}

void ShowRegistrationTraps(support::Narrator& say) {
  say.Step("epoll watches the open file, not the number.");
  const RemoveAfterCloseResult remove = RemoveAfterClose();
  say.Check(remove.error == EBADF, "EPOLL_CTL_DEL after close fails: EBADF");
  say.Check(remove.removed_stranger,
            "or it hits a stranger that was given the same number meanwhile");
  const DuplicateResult duplicate = CloseADuplicated();
  say.Check(duplicate.reports == 3 && duplicate.remove_error == EBADF,
            "a duplicated socket is closed: still reported, and it cannot be removed");
  const StaleEventResult stale = UseAStaleEvent();
  say.Check(stale.descriptor_misled,
            "an event of a dead connection, looked up by number: finds the newcomer");
  say.Check(!stale.key_misled, "looked up by a key with a generation: finds nobody");
}

}  // namespace l03
