// The demo: the life of FD_WRITE, and two events in one record.
#include "02_wsaeventselect/demo/demo.h"

#include <string>
#include <thread>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "02_wsaeventselect/model/watched_pair.h"
#include "02_wsaeventselect/servers/grouped_server.h"
#include "02_wsaeventselect/servers/message_cost.h"
#include "02_wsaeventselect/servers/per_socket_server.h"
#include "02_wsaeventselect/servers/shared_event_server.h"
#include "02_wsaeventselect/servers/thread_group_server.h"
#include "support/narration.h"

namespace l02 {
namespace {

// [fd-write-life]
void ShowLifeOfFdWrite(support::Narrator& say) {
  say.Step("FD_WRITE: when does it come?");
  WatchedPair pair;
  pair.Select(FD_WRITE);
  say.Check(pair.NextRecord(kSoonMs) == FD_WRITE, "once, because the connection exists");

  for (int i = 0; i < 3; ++i) ::send(pair.ours(), "hello", 5, 0);
  say.Check(pair.NextRecord(kQuietMs) == 0, "not after three sends that succeeded");

  const std::size_t accepted = pair.FillSendBuffer();
  say.Check(accepted > 0, "then we send until WSAEWOULDBLOCK");
  pair.DrainAtPeer(accepted + 15);
  say.Check(pair.NextRecord(kSoonMs) == FD_WRITE,
            "again, after that failure and once the peer has made room");
  say.Check(pair.NextRecord(kQuietMs) == 0, "and then there is silence again");
}
// [fd-write-life]

void ShowTwoEventsInOneRecord(support::Narrator& say) {
  say.Step("Two events at once: does one hide the other?");
  WatchedPair pair;
  const std::string hello = "hello";
  pair.peer().SendAll(std::as_bytes(std::span(hello)));
  long seen = 0;
  pair.Select(FD_READ | FD_WRITE);
  while (const long record = pair.NextRecord(kQuietMs)) seen |= record;
  say.Check((seen & FD_READ) != 0, "FD_READ is reported");
  say.Check((seen & FD_WRITE) != 0, "FD_WRITE is reported too: each has its own bit");
}

template <typename Server>
void ShowServer(support::Narrator& say, const std::string& name) {
  Server server(l01::Endpoint::Loopback());
  std::thread loop([&server] { server.Run(); });
  l01::Socket anna = l01::ConnectTo(server.local());
  l01::Socket boris = l01::ConnectTo(server.local());
  const bool anna_served = l01::Exchange(anna, "hello") == "hello";
  say.Check(anna_served && l01::Exchange(boris, "hi") == "hi", name,
            ": Anna gets her echo, and Boris gets his while she is idle");
  server.Stop();
  loop.join();
}

void ShowServers(support::Narrator& say) {
  say.Step("Five echo servers: how sockets and event objects may belong together.");
  ShowServer<PerSocketServer>(say, "one event per socket");
  ShowServer<SharedEventServer>(say, "one event for all sockets");
  ShowServer<WebRtcOrderServer>(say, "the same in WebRTC's order");
  ShowServer<GroupedServer>(say, "sockets in groups");
  ShowServer<ThreadGroupServer>(say, "one thread per 62 sockets");
}

void ShowWall(support::Narrator& say) {
  say.Step("Why not simply one event per socket? Because of a wall.");
  CallCounts uncounted;
  std::vector<OwnedEvent> owned(WSA_MAXIMUM_WAIT_EVENTS + 1);
  std::vector<WSAEVENT> events;
  events.reserve(owned.size());
  for (const OwnedEvent& event : owned) events.push_back(event.get());
  bool refused = false;
  try {
    HandleSignalled(events, uncounted, [](std::size_t) { return false; });
  } catch (const l01::SocketError& error) {
    refused = true;
  }
  say.Check(refused, "a wait for 65 events fails at once; 64 is the most");
}

std::uint64_t Calls(const CallCounts& counts) {
  return counts.selects + counts.enums;
}

std::string PerMessage(const CallCounts& counts) {
  return std::to_string(counts.selects / kMeasuredMessages) + " + " +
         std::to_string(counts.enums / kMeasuredMessages);
}

void ShowCost(support::Narrator& say) {
  say.Step("What does one message cost while all other clients are silent?");
  say.Say("per message: WSAEventSelect + WSAEnumNetworkEvents");
  say.Say("clients   one shared event | in groups");
  std::vector<CallCounts> shared, grouped;
  for (const std::size_t clients : {std::size_t{10}, std::size_t{100}, std::size_t{500}}) {
    shared.push_back(MeasureMessages<SharedEventServer>(clients));
    grouped.push_back(MeasureMessages<GroupedServer>(clients));
    say.Say(clients, "   ", PerMessage(shared.back()), " | ", PerMessage(grouped.back()));
  }
  say.Check(Calls(shared.back()) >= 40 * Calls(shared.front()),
            "with one shared event a message asks everybody: fifty times the clients, fifty times "
            "the calls");
  say.Check(Calls(grouped.back()) <= 2 * Calls(grouped.front()),
            "in groups it asks the one who speaks: the number of silent clients does not matter");
  const CallCounts webrtc = MeasureMessages<WebRtcOrderServer>(100);
  say.Say("100 clients, one shared event in WebRTC's order: ", PerMessage(webrtc));
  say.Check(webrtc.selects >= webrtc.enums && webrtc.enums >= shared[1].enums,
            "every client costs two calls then: it is selected, then asked");
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 02: WSAEventSelect records what happens, and tells it once.");
  ShowLifeOfFdWrite(say);
  ShowTwoEventsInOneRecord(say);
  ShowServers(say);
  ShowWall(say);
  ShowCost(say);
  return say.Finish();
}

}  // namespace l02
