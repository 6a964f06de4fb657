// The stall after a short send. It is the most expensive mistake of this lesson, because it does
// not show: the program works for months and then one connection stands still, with an empty
// buffer.
//
// A non-blocking send may take a part of what it is offered. It is tempting to stop there and to
// wait for FD_WRITE, "since the buffer is full". But that send succeeded. Only a send that fails
// with WSAEWOULDBLOCK re-enables FD_WRITE, so nobody has promised one. WebRTC's Windows loop does
// just this; it is saved by Windows, where a non-blocking send takes all or nothing. Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

constexpr std::size_t kHuge = 16 << 20;  // much more than fits

// A pair whose first FD_WRITE has been taken.
ExperimentPair OldConnection(long mask) {
  ExperimentPair pair;
  pair.Select(mask);
  CollectEvents(pair.ours(), pair.event(), FD_WRITE);
  return pair;
}

// The plain form: offer much, stop at the short send, wait.
void ShowStall(Observation& seen) {
  ExperimentPair pair = OldConnection(FD_WRITE);
  seen.Do("Offer 16 MiB to one send. It takes a part, and the program waits for FD_WRITE.");
  const int sent = pair.Send(std::string(kHuge, 'x'));
  seen.Holds("send took a part", sent > 0 && sent < static_cast<int>(kHuge));
  seen.Here("bytes taken: ", sent);

  seen.Do("The peer reads all of it. The buffer is empty, there is room for megabytes.");
  seen.Count("bytes that the peer is missing", sent - static_cast<long>(pair.Drain()), 0);
  seen.Record("reported after the short send", pair.UntilQuiet().events, 0);
  seen.Note("Stalled: we wait for FD_WRITE, the peer waits for the rest, and both are patient.");

  seen.Do("The cure: after a short send go on, until WSAEWOULDBLOCK.");
  pair.Fill();
  pair.Drain();
  seen.Record("reported after WSAEWOULDBLOCK", pair.UntilQuiet().events, FD_WRITE);
}

// WebRTC's form: an event is taken out of the mask before its handler runs and put back when the
// handler has sent less than it wanted. Does the new WSAEventSelect help?
void ShowMaskDance(Observation& seen) {
  ExperimentPair pair = OldConnection(FD_WRITE | FD_CLOSE);
  seen.Do("As WebRTC's loop: FD_WRITE out of the mask, and in again, with nothing sent between.");
  pair.Select(FD_CLOSE);
  pair.Select(FD_WRITE | FD_CLOSE);
  // Nothing: it has been reported. Microsoft's page can be read as if selecting again repeated it,
  // and the emulation can behave so on request; Windows and Wine do not.
  const long repeated = pair.UntilQuiet().events;
  seen.Here("reported by selecting again: ", repeated == 0 ? "nothing" : "FD_WRITE");

  seen.Do("FD_WRITE out of the mask, a short send, FD_WRITE in again; the peer reads everything.");
  pair.Select(FD_CLOSE);
  pair.Send(std::string(kHuge, 'x'));
  pair.Select(FD_WRITE | FD_CLOSE);
  pair.Drain();
  seen.Record("reported after the dance with a short send", pair.UntilQuiet().events, repeated);

  seen.Do("The same with a send that failed.");
  pair.Select(FD_CLOSE);
  pair.Fill();
  pair.Select(FD_WRITE | FD_CLOSE);
  pair.Drain();
  seen.Record("reported after the dance with WSAEWOULDBLOCK", pair.UntilQuiet().events, FD_WRITE);
}

// Where no send is ever short, nothing can stall: the next send fails at once and arms FD_WRITE.
void ShowAllOrNothing(Observation& seen) {
  ExperimentPair pair = OldConnection(FD_WRITE);
  seen.Do("Sends are never short in this world: 16 MiB are taken as a whole.");
  const int sent = pair.Send(std::string(kHuge, 'x'));
  seen.Count("bytes taken of 16777216", sent, kHuge);

  seen.Do("The next send is refused as a whole, and so FD_WRITE is armed.");
  seen.Holds("it says WSAEWOULDBLOCK", pair.Send("x") < 0);
  pair.Drain();
  seen.Record("reported when the peer has read", pair.UntilQuiet().events, FD_WRITE);
  seen.Note("So this belief goes unpunished here, until the program runs somewhere else.");
}

bool SendsCanBeShort() {
  ExperimentPair pair = OldConnection(FD_WRITE);
  return pair.Send(std::string(kHuge, 'x')) < static_cast<int>(kHuge);
}

Observation ShortSendPromisesFdWrite() {
  Observation seen;
  if (SendsCanBeShort()) {
    ShowStall(seen);
    ShowMaskDance(seen);
  } else {
    ShowAllOrNothing(seen);
  }
  return seen;
}

}  // namespace

std::vector<Experiment> ShortSendExperiments() {
  return {{.name = "short-send-promises-fd-write",
           .belief = "When send has taken only a part, FD_WRITE will say when to send the rest.",
           .verdict = Verdict::kDangerous,
           .why = "Only WSAEWOULDBLOCK is answered by FD_WRITE: after a short send, send again.",
           .run = ShortSendPromisesFdWrite}};
}

}  // namespace l02
