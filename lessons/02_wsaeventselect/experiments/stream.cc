// One thread plays both sides, in turns.
#include "02_wsaeventselect/experiments/stream.h"

#include <algorithm>

namespace l02 {
namespace {

constexpr DWORD kPauseMs = 10;             // how long a turn without any progress waits
constexpr int kMostPauses = 100;           // that many in a row: the transfer has stalled
constexpr std::size_t kMeal = 8 * kChunk;  // bytes that the peer reads in a turn

// Sends until WSAEWOULDBLOCK, also after a short send: only the failing call promises an FD_WRITE.
void SendUntilRefused(ExperimentPair& pair, const std::string& chunk, std::size_t& unsent,
                      StreamCounts& counts) {
  while (unsent > 0) {
    const std::size_t size = std::min(unsent, chunk.size());
    const int sent = pair.Send(std::string_view(chunk).substr(0, size));
    ++counts.sends;
    if (sent < 0) {
      ++counts.would_blocks;
      return;
    }
    unsent -= static_cast<std::size_t>(sent);
    if (static_cast<std::size_t>(sent) < size) ++counts.short_sends;
  }
}

}  // namespace

StreamCounts RunStream(ExperimentPair& pair, const StreamPlan& plan) {
  const std::string chunk(plan.chunk, 'x');
  std::size_t unsent = plan.total;
  StreamCounts counts;
  if (plan.begins_by_itself) SendUntilRefused(pair, chunk, unsent, counts);
  for (int pauses = 0; counts.received < plan.total && pauses < kMostPauses;) {
    const std::size_t eaten = pair.ReceiveAtPeer(kMeal).size();
    counts.received += eaten;
    const bool woken = IsSignalled(pair.event(), eaten > 0 ? 0 : kPauseMs);
    if (woken && (TakeEvents(pair.ours(), pair.event()) & FD_WRITE) != 0) {
      ++counts.fd_writes;
      SendUntilRefused(pair, chunk, unsent, counts);
    }
    pauses = eaten > 0 || woken ? 0 : pauses + 1;
  }
  counts.fd_writes += pair.UntilQuiet().records;
  return counts;
}

}  // namespace l02
