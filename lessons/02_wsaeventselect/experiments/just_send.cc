// May one just call send? To begin, always: no event is needed for that. But whoever sends must
// look at what send returns. Lesson 02.
#include "02_wsaeventselect/experiments/frames.h"
#include "02_wsaeventselect/experiments/list.h"

namespace l02 {
namespace {

// FD_WRITE is not even in the mask. Only the day on which send says WSAEWOULDBLOCK needs it.
Observation SendingNeedsNoEvent() {
  constexpr int kMessages = 100;
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_READ);
  seen.Do("Tie a socket with FD_READ alone: FD_WRITE is never reported. Send 100 messages.");
  int taken = 0;
  for (int i = 0; i < kMessages; ++i) taken += pair.Send("hello") == 5 ? 1 : 0;
  seen.Count("messages taken", taken, kMessages);
  seen.Count("bytes that arrived", static_cast<long>(pair.Drain()), 5 * kMessages);
  seen.Record("reported meanwhile", pair.UntilQuiet().events, 0);
  return seen;
}

// Each frame is small, so the advice seems to fit. It ends when the reader is slower than we are
// for long enough: frames vanish, and one that is cut in two makes everything after it unreadable.
Observation JustCallSend() {
  Observation seen;
  seen.Do("Send ", kFrames, " small frames to a slow reader; call send and ignore what it says.");
  const FrameCounts careless = SendCarelessly();
  seen.Holds("some frames are lost or cut", careless.intact < kFrames);
  seen.Here("frames that arrived intact: ", careless.intact);
  seen.Here("sends that took nothing: ", careless.refused, ", a part: ", careless.cut);
  seen.Here("times the reader took text for a length, after a cut frame: ",
            careless.nonsense ? 1 : 0);

  seen.Do("The same frames through a queue: send until WSAEWOULDBLOCK, go on at FD_WRITE.");
  const FrameCounts careful = SendThroughQueue();
  seen.Count("frames that arrived intact through the queue", careful.intact, kFrames);
  seen.Holds("and the buffer was full in between", careful.refused > 0);
  return seen;
}

}  // namespace

std::vector<Experiment> JustSendExperiments() {
  return {{.name = "sending-needs-no-event",
           .belief = "To send whenever you want, write your own send function.",
           .verdict = Verdict::kTrue,
           .why = "Sending needs no event; only going on after WSAEWOULDBLOCK does.",
           .run = SendingNeedsNoEvent},
          {.name = "just-call-send",
           .belief = "For small data forget FD_WRITE and just call send.",
           .verdict = Verdict::kDangerous,
           .why = "Many small sends fill the buffer too: keep what was not taken and wait for "
                  "FD_WRITE.",
           .run = JustCallSend}};
}

}  // namespace l02
