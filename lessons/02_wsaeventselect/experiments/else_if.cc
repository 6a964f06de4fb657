// The trap behind "events mask each other". The author of the comment saw an event vanish. That was
// well observed and wrongly explained: the API had reported both events in one record, and the
// handler looked at one of them. Three handlers get the same record here; they differ in one word.
// Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

// The two things a handler does. Each says which event it has served.
long OnRead(ExperimentPair& pair) {
  Receive(pair.ours(), 64);
  return FD_READ;
}

long OnWrite(ExperimentPair& pair) {
  pair.Send("welcome");
  return FD_WRITE;
}

// Right: every bit has its own `if`.
long TwoIfs(ExperimentPair& pair, long record) {
  long served = 0;
  if ((record & FD_READ) != 0) served |= OnRead(pair);
  if ((record & FD_WRITE) != 0) served |= OnWrite(pair);
  return served;
}

// Wrong: of FD_READ|FD_WRITE only FD_READ is served. WSAEnumNetworkEvents has cleared the record,
// and FD_WRITE is not recorded again before a send has failed. The program that waits for FD_WRITE
// in order to send its first bytes waits for ever.
long ReadElseWrite(ExperimentPair& pair, long record) {
  if ((record & FD_READ) != 0) {
    return OnRead(pair);
  } else if ((record & FD_WRITE) != 0) {
    return OnWrite(pair);
  }
  return 0;
}

// Wrong as well: FD_READ is dropped. It is not recorded again before somebody calls recv, and the
// handler calls recv only at FD_READ. The bytes lie there, and nobody says so.
long WriteElseRead(ExperimentPair& pair, long record) {
  if ((record & FD_WRITE) != 0) {
    return OnWrite(pair);
  } else if ((record & FD_READ) != 0) {
    return OnRead(pair);
  }
  return 0;
}

// Data waits and there is room, so the next record holds both events.
void Prepare(ExperimentPair& pair) {
  pair.SendFromPeer("hello");
  AwaitBytes(pair.ours(), 5);
  pair.Select(FD_READ | FD_WRITE);
}

using Handler = long (*)(ExperimentPair&, long record);

// The loop around the handler, until it goes quiet. Returns all events that were served.
long Serve(ExperimentPair& pair, Handler handler) {
  long served = 0;
  while (const long record = NextRecord(pair.ours(), pair.event(), kSilenceMs)) {
    served |= handler(pair, record);
  }
  return served;
}

// The same loop without handing the event object to WSAEnumNetworkEvents: it is reset by nobody
// before the record has been taken and served.
long ServeWithoutReset(ExperimentPair& pair, Handler handler) {
  long served = 0;
  while (IsSignalled(pair.event(), kSilenceMs)) {
    const long record = TakeEvents(pair.ours(), nullptr);
    served |= handler(pair, record);
    if (record == 0) ::WSAResetEvent(pair.event());
  }
  return served;
}

void ShowWhereTheReportWent(Observation& seen, ExperimentPair& pair) {
  seen.Do("After the third handler we look again, and then just call recv.");
  seen.Record("what is reported", pair.UntilQuiet().events, 0);
  seen.Count("bytes that recv finds", static_cast<long>(Receive(pair.ours(), 64).size()), 5);
  seen.Note("The bytes were never lost, only the report of them.");
}

Observation ElseIfLosesEvents() {
  Observation seen;
  ExperimentPair both, first, second, unreset;
  seen.Do("Data waits and there is room to send: FD_READ and FD_WRITE are in one record.");
  Prepare(both);
  seen.Record("served by `if (FD_READ) ...; if (FD_WRITE) ...`", Serve(both, TwoIfs),
              FD_READ | FD_WRITE);

  seen.Do("The same record, a handler with `else if`. It runs until nothing more is reported.");
  Prepare(first);
  seen.Record("served by `if (FD_READ) ... else if (FD_WRITE) ...`", Serve(first, ReadElseWrite),
              FD_READ);

  seen.Do("The same with the branches exchanged.");
  Prepare(second);
  seen.Record("served by `if (FD_WRITE) ... else if (FD_READ) ...`", Serve(second, WriteElseRead),
              FD_WRITE);
  ShowWhereTheReportWent(seen, second);

  seen.Do("Is the reset to blame? Once more with `else if`, but the event stays signalled.");
  Prepare(unreset);
  seen.Record("served without any reset", ServeWithoutReset(unreset, WriteElseRead), FD_WRITE);
  seen.Note("The same loss: the reset concerns the event object, the record was taken as a whole.");
  return seen;
}

}  // namespace

std::vector<Experiment> ElseIfExperiments() {
  return {{.name = "else-if-loses-events",
           .belief = "WSAEnumNetworkEvents resets the event, so of FD_READ and FD_WRITE only the "
                     "one handled first can be handled.",
           .verdict = Verdict::kFalse,
           .why = "It returns both bits; what loses one is `else if` in the handler.",
           .run = ElseIfLosesEvents}};
}

}  // namespace l02
