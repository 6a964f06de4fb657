// How much a write may be. Not its place in the conversation decides, but the room in the buffer.
// Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

constexpr std::size_t kMillion = 1'000'000;

// If only the first write could be large, the second and the third could not be larger than it.
void ShowGrowingWrites(Observation& seen, ExperimentPair& pair) {
  seen.Do("The first write is small: five bytes.");
  seen.Count("bytes taken", pair.Send("hello"), 5);

  seen.Do("The second write is larger: 65536 bytes.");
  seen.Count("bytes taken of 65536", pair.Send(std::string(kChunk, 'x')), kChunk);

  seen.Do("The third one is 1000000 bytes.");
  const int third = pair.Send(std::string(kMillion, 'x'));
  seen.Holds("it takes more than any write before", third > static_cast<int>(kChunk));
  seen.Here("bytes taken of 1000000: ", third);
}

// What the author met was a full buffer: his first write had found it empty, the next ones had not.
void ShowFullBuffer(Observation& seen, ExperimentPair& pair) {
  seen.Do("The peer reads nothing, and we send smaller and smaller pieces.");
  pair.Fill();
  seen.Holds("in the end a write of one byte is refused", pair.SendUntilOneByteIsRefused());

  seen.Do("The peer reads everything, then we write 1000000 bytes once more.");
  pair.Drain();
  const int last = pair.Send(std::string(kMillion, 'x'));
  seen.Holds("it takes more than 65536 bytes again", last > static_cast<int>(kChunk));
  seen.Here("bytes taken of 1000000: ", last);
}

Observation OnlyFirstWriteMayBeLarge() {
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_WRITE);
  pair.Next();
  ShowGrowingWrites(seen, pair);
  ShowFullBuffer(seen, pair);
  return seen;
}

}  // namespace

std::vector<Experiment> WriteSizeExperiments() {
  return {{.name = "only-first-write-may-be-large",
           .belief = "Only the first write may be large; later writes must not be too large.",
           .verdict = Verdict::kFalse,
           .why = "What counts is the free room in the buffer, at the first write and at the last.",
           .run = OnlyFirstWriteMayBeLarge}};
}

}  // namespace l02
