// Two beliefs about queues. There is none: every socket has one record, a set of bits, and every
// event object is one flag. Who imagines a queue expects one entry per arrival, in order, and waits
// for the second one for ever. Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

// A wake-up names an event object. Which socket it was, only the records tell: a loop that looks at
// one socket per wake-up forgets the others.
void ShowWhoWasIt(Observation& seen, ExperimentPair& anna, ExperimentPair& boris) {
  seen.Do("Two sockets share one event object. Data comes for the first one.");
  anna.SendFromPeer("hello");
  seen.Holds("the wait returns", IsSignalled(anna.event(), kPatienceMs));
  seen.Record("the record of the other socket", TakeEvents(boris.ours(), nullptr), 0);
  seen.Record("the record of the first socket", TakeEvents(anna.ours(), anna.event()), FD_READ);
}

// An event object may be signalled by anybody. So a wake-up with an empty record is normal, and a
// loop must bear it.
void ShowSignalWithoutRecord(Observation& seen, ExperimentPair& anna) {
  seen.Do("We set the event ourselves, with WSASetEvent.");
  ::WSASetEvent(anna.event());
  seen.Holds("the wait returns again", IsSignalled(anna.event(), kPatienceMs));
  seen.Record("the record then", TakeEvents(anna.ours(), anna.event()), 0);
}

// The other way round it is a bug: who resets the event and does not look, sleeps beside the data.
void ShowRecordWithoutSignal(Observation& seen, ExperimentPair& boris, WSAEVENT event) {
  seen.Do("Data comes for the second one, and we reset the event without taking the record.");
  boris.SendFromPeer("hello");
  seen.Holds("the event was signalled", IsSignalled(event, kPatienceMs));
  ::WSAResetEvent(event);
  seen.Holds("the next wait times out", !IsSignalled(event, kSilenceMs));
  seen.Record("and yet the record holds", TakeEvents(boris.ours(), nullptr), FD_READ);
}

Observation WaitChecksAQueue() {
  Observation seen;
  ExperimentPair anna;
  ExperimentPair boris;
  anna.Select(FD_READ);
  SelectOn(boris.ours(), anna.event(), FD_READ);  // both sockets, one event object
  ShowWhoWasIt(seen, anna, boris);
  ShowSignalWithoutRecord(seen, anna);
  ShowRecordWithoutSignal(seen, boris, anna.event());
  return seen;
}

// A queue would hold three entries here. The record holds one bit, so a handler that reads once per
// "event" and expects three of them waits for ever.
void ShowThreeArrivals(Observation& seen, ExperimentPair& pair) {
  seen.Do("The peer sends three times before we look.");
  for (int i = 0; i < 3; ++i) pair.SendFromPeer("hello");
  AwaitBytes(pair.ours(), 15);
  const Reports reports = pair.UntilQuiet();
  seen.Record("what is reported", reports.events, FD_READ);
  seen.Count("in how many records", reports.records, 1);
  seen.Count("bytes that one recv gets", static_cast<long>(Receive(pair.ours(), 64).size()), 15);
  seen.Note("Three arrivals are one bit. A handler reads what there is and counts no events.");
}

void ShowTwoKinds(Observation& seen, ExperimentPair& pair) {
  seen.Do("Then the buffer fills, the peer makes room, and it sends something.");
  pair.Fill();
  pair.Drain();
  pair.SendFromPeer("hello");
  AwaitBytes(pair.ours(), 5);
  // The bytes are here; the bit for them may be a moment late, so ask until both bits have come.
  const long events = CollectEvents(pair.ours(), pair.event(), FD_READ | FD_WRITE);
  seen.Record("everything reported", events, FD_READ | FD_WRITE);
  seen.Record("what a second look finds", TakeEvents(pair.ours(), pair.event()), 0);
  seen.Note("The bits have no order: nobody can tell which of the two happened first.");
}

Observation EventsComeFromAQueue() {
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_READ | FD_WRITE);
  pair.Next();  // the first FD_WRITE
  ShowThreeArrivals(seen, pair);
  ShowTwoKinds(seen, pair);
  return seen;
}

}  // namespace

std::vector<Experiment> QueueExperiments() {
  return {{.name = "wait-checks-a-queue",
           .belief = "WSAWaitForMultipleEvents checks the queue of events which WSAEventSelect "
                     "has filled.",
           .verdict = Verdict::kHalfTrue,
           .why = "It waits, but for event objects only; what happened is in each socket's record.",
           .run = WaitChecksAQueue},
          {.name = "events-come-from-a-queue",
           .belief = "WSAEnumNetworkEvents takes the next event out of the queue of what happened.",
           .verdict = Verdict::kHalfTrue,
           .why = "It takes, but all at once: one bit per kind of event, without number or order.",
           .run = EventsComeFromAQueue}};
}

}  // namespace l02
