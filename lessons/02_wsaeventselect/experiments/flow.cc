// What FD_WRITE is for when much is sent: it is flow control, "go" at first and "go again" after
// every stop. It does not matter when the large transfer begins. Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/stream.h"

namespace l02 {
namespace {

constexpr std::size_t kMuch = 24 << 20;         // several times what the buffers hold
constexpr std::size_t kSmallChunk = 16 * 1024;  // so that there are many sends

void ShowCounts(Observation& seen, const StreamCounts& counts) {
  seen.Here("sends: ", counts.sends, ", WSAEWOULDBLOCK: ", counts.would_blocks,
            ", FD_WRITE: ", counts.fd_writes);
}

void ShowBulkAtStart(Observation& seen) {
  seen.Do("A new connection: send 24 MiB when the first FD_WRITE comes.");
  ExperimentPair pair;
  pair.Select(FD_WRITE);
  const StreamCounts counts = RunStream(pair, {.total = kMuch, .chunk = kChunk});
  seen.Count("bytes that arrived", static_cast<long>(counts.received), kMuch);
  seen.Holds("FD_WRITE came more than once", counts.fd_writes > 1);
  ShowCounts(seen, counts);
}

// Who takes FD_WRITE for the sign to begin would wait here for ever.
void ShowBulkLater(Observation& seen) {
  seen.Do("An old connection: FD_WRITE was taken long ago, then small talk both ways.");
  ExperimentPair pair;
  pair.Select(FD_WRITE);
  pair.Next();
  pair.Send("hello");
  pair.Drain();
  pair.SendFromPeer("hello");
  AwaitBytes(pair.ours(), 5);
  seen.Record("waiting for FD_WRITE before the large transfer", pair.UntilQuiet().events, 0);

  seen.Do("So send 24 MiB without having been asked.");
  const StreamCounts counts =
      RunStream(pair, {.total = kMuch, .chunk = kChunk, .begins_by_itself = true});
  seen.Count("bytes that arrived later", static_cast<long>(counts.received), kMuch);
  seen.Holds("one FD_WRITE per WSAEWOULDBLOCK", counts.fd_writes == counts.would_blocks);
  ShowCounts(seen, counts);
}

Observation FdWriteIsForBulkAtStart() {
  Observation seen;
  ShowBulkAtStart(seen);
  ShowBulkLater(seen);
  return seen;
}

// FD_WRITE = 1 + WSAEWOULDBLOCK: one for the connection, one for every time that we were refused
// and stopped. "Again and again" is right as long as the program really runs into WSAEWOULDBLOCK.
Observation FullBufferFiresContinuously() {
  Observation seen;
  seen.Do("Fill the buffer, and let the peer read nothing.");
  ExperimentPair full;
  full.Select(FD_WRITE);
  full.Next();
  full.Fill();
  seen.Record("reported while the buffer stays full", full.UntilQuiet().events, 0);

  seen.Do("Send 24 MiB in pieces of 16 KiB; the peer reads along, more slowly.");
  ExperimentPair pair;
  pair.Select(FD_WRITE);
  const StreamCounts counts = RunStream(pair, {.total = kMuch, .chunk = kSmallChunk});
  ShowCounts(seen, counts);
  seen.Holds("the buffer was full more than once", counts.would_blocks > 1);
  seen.Holds("FD_WRITE = 1 + WSAEWOULDBLOCK", counts.fd_writes == 1 + counts.would_blocks);
  seen.Holds("most sends brought none", counts.fd_writes * 4 < counts.sends);
  return seen;
}

}  // namespace

std::vector<Experiment> FlowExperiments() {
  return {
      {.name = "fd-write-is-for-bulk-at-start",
       .belief = "FD_WRITE is for sending large data right after connecting.",
       .verdict = Verdict::kHalfTrue,
       .why = "It says \"go\" once and \"go again\" after each WSAEWOULDBLOCK, at any age of the "
              "connection.",
       .run = FdWriteIsForBulkAtStart},
      {.name = "full-buffer-fires-continuously",
       .belief = "A video keeps the buffer full, so FD_WRITE fires again and again.",
       .verdict = Verdict::kHalfTrue,
       .why = "It comes once per WSAEWOULDBLOCK, when there is room, and never while it is full.",
       .run = FullBufferFiresContinuously}};
}

}  // namespace l02
