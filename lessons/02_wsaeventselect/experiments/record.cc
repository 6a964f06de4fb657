// Does one event hide another? The record has a bit for each. Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

// Both conditions hold before we ask for them, so one call records both, and one call returns both.
void ShowTwoBits(Observation& seen) {
  ExperimentPair pair;
  seen.Do("Data waits and there is room to send. Then WSAEventSelect(FD_READ | FD_WRITE).");
  pair.SendFromPeer("hello");
  AwaitBytes(pair.ours(), 5);
  pair.Select(FD_READ | FD_WRITE);
  seen.Record("one record", pair.Next(), FD_READ | FD_WRITE);
}

// A client's connect brings two events too. They may come in one record or in two, FD_CONNECT never
// last; a handler must not expect either.
void ShowConnect(Observation& seen) {
  const OwnedSocket listener = OpenListener(l01::Endpoint::Loopback());
  const l01::Endpoint address = LocalEndpoint(listener.get());
  const OwnedEvent event;
  const OwnedSocket client = OpenTcp(address.family());
  seen.Do("A client connects; its mask is FD_CONNECT | FD_WRITE.");
  SelectOn(client.get(), event.get(), FD_CONNECT | FD_WRITE);
  const int result = ::connect(client.get(), address.data(), static_cast<int>(address.size()));
  seen.Holds("connect says WSAEWOULDBLOCK", result != 0 && ::WSAGetLastError() == WSAEWOULDBLOCK);
  seen.Record("reported in one record or two",
              CollectEvents(client.get(), event.get(), FD_CONNECT | FD_WRITE),
              FD_CONNECT | FD_WRITE);
}

// Three kinds of events within a moment. FD_CLOSE must not stop the reading: on Windows it may come
// while bytes are unread, so a real handler reads to the end before it closes.
void ShowThreeBits(Observation& seen) {
  ExperimentPair pair;
  seen.Do("The peer sends and closes; we read when FD_READ comes.");
  pair.SendFromPeer("hello");
  pair.ClosePeer();
  pair.Select(FD_READ | FD_WRITE | FD_CLOSE);
  long events = 0;
  std::string received;
  while ((events & FD_CLOSE) == 0) {
    const long record = pair.Next();
    if (record == 0) break;
    if ((record & FD_READ) != 0) received += Receive(pair.ours(), 64);
    events |= record;
  }
  seen.Record("reported in the end", events, FD_READ | FD_WRITE | FD_CLOSE);
  seen.Holds("and the data was complete", received == "hello");
}

Observation EventsMaskEachOther() {
  Observation seen;
  ShowTwoBits(seen);
  ShowConnect(seen);
  ShowThreeBits(seen);
  return seen;
}

}  // namespace

std::vector<Experiment> RecordExperiments() {
  return {{.name = "events-mask-each-other",
           .belief = "When two network events happen on one socket at once, one masks the other.",
           .verdict = Verdict::kFalse,
           .why = "The record has one bit per kind of event, and one call returns them all.",
           .run = EventsMaskEachOther}};
}

}  // namespace l02
