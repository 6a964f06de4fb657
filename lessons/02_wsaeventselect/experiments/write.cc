// When FD_WRITE comes: once because the connection exists, then once after every send that failed
// with WSAEWOULDBLOCK. A program that waits for FD_WRITE before each send stops after its first
// message; one that takes FD_WRITE for a clock never ticks.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaeventselect Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

// The whole life of FD_WRITE: once at the beginning, then once per send that failed.
Observation FdWriteOnlyOnce() {
  Observation seen;
  ExperimentPair pair;
  seen.Do("Tie a connected socket to an event with FD_WRITE.");
  pair.Select(FD_WRITE);
  seen.Record("the first record", pair.Next(), FD_WRITE);

  seen.Do("Send five bytes, three times. Each send succeeds.");
  for (int i = 0; i < 3; ++i) pair.Send("hello");
  seen.Record("after the three sends", pair.UntilQuiet().events, 0);

  seen.Do("Send until WSAEWOULDBLOCK; the peer reads nothing.");
  pair.Fill();
  seen.Record("while the buffer is full", pair.UntilQuiet().events, 0);

  seen.Do("The peer reads everything.");
  pair.Drain();
  seen.Record("after the peer has read", pair.Next(), FD_WRITE);
  seen.Record("and from then on", pair.UntilQuiet().events, 0);
  return seen;
}

// Everything that might be taken for a reason to report FD_WRITE, and is none: time that passes,
// bytes that come, room that a successful send used and got back, a reset of the event.
Observation FdWriteAtAnyTime() {
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_WRITE);
  seen.Do("Take the first FD_WRITE, then do nothing.");
  seen.Record("the first record", pair.Next(), FD_WRITE);
  seen.Record("while the connection is idle", pair.UntilQuiet().events, 0);

  seen.Do("The peer sends to us.");
  pair.SendFromPeer("hello");
  AwaitBytes(pair.ours(), 5);
  seen.Record("after data came", pair.UntilQuiet().events, 0);

  seen.Do("Send five bytes; the peer reads them at once.");
  pair.Send("hello");
  pair.Drain();
  seen.Record("after the peer has read", pair.UntilQuiet().events, 0);

  seen.Do("Reset the event and ask for the record, signalled or not.");
  ::WSAResetEvent(pair.event());
  seen.Record("the record", TakeEvents(pair.ours(), pair.event()), 0);
  return seen;
}

// This is the sentence of the comment that explains it best: the author had waited for FD_WRITE
// before each small message and got it only once.
Observation SmallSendsGetOneFdWrite() {
  constexpr int kSends = 200;
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_WRITE);
  seen.Do("Send five bytes two hundred times. The peer reads along, so the buffer never fills.");
  int reports = pair.Next() == FD_WRITE ? 1 : 0;
  int refused = 0;
  for (int i = 0; i < kSends; ++i) {
    if (pair.Send("hello") != 5) ++refused;
    if (IsSignalled(pair.event(), 0) && TakeEvents(pair.ours(), pair.event()) != 0) ++reports;
    pair.Drain();
  }
  reports += pair.UntilQuiet().records;
  seen.Count("sends that were refused or short", refused, 0);
  seen.Count("FD_WRITE reports", reports, 1);
  seen.Note("A program that sends only when FD_WRITE comes would have sent once.");
  return seen;
}

}  // namespace

std::vector<Experiment> WriteExperiments() {
  return {
      {.name = "fd-write-only-once",
       .belief = "FD_WRITE fires only at the beginning.",
       .verdict = Verdict::kHalfTrue,
       .why = "It comes again after a send that failed with WSAEWOULDBLOCK, once there is room.",
       .run = FdWriteOnlyOnce},
      {.name = "fd-write-at-any-time",
       .belief = "After the beginning FD_WRITE can fire at any time.",
       .verdict = Verdict::kFalse,
       .why = "Nobody gets an FD_WRITE who has not met WSAEWOULDBLOCK before.",
       .run = FdWriteAtAnyTime},
      {.name = "small-sends-get-one-fd-write",
       .belief = "Who never fills the buffer gets the first FD_WRITE and no other.",
       .verdict = Verdict::kTrue,
       .why = "A send that succeeds re-enables nothing.",
       .run = SmallSendsGetOneFdWrite}};
}

}  // namespace l02
