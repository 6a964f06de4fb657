// A sender that lives by FD_WRITE, and a reader that is slower: the transfer on which the beliefs
// about large amounts are tried. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_STREAM_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_STREAM_H_

#include <cstddef>

#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {

/// What a transfer moves and when its sender may begin.
struct StreamPlan {
  std::size_t total = 0;          // bytes to move
  std::size_t chunk = 0;          // bytes that one send is offered
  bool begins_by_itself = false;  // true: sends without having got an FD_WRITE first
};

/// What was counted.
struct StreamCounts {
  std::size_t received = 0;  // bytes that arrived
  long sends = 0;            // calls of send
  long would_blocks = 0;     // sends that failed with WSAEWOULDBLOCK
  long short_sends = 0;      // sends that took a part
  long fd_writes = 0;        // reports of FD_WRITE
};

/// Moves `plan.total` bytes from our end to the peer. The sender sends until WSAEWOULDBLOCK and
/// goes on at FD_WRITE; the peer reads a part in every turn. Our end must be selected for FD_WRITE.
/// Gives up when nothing has moved for a while.
StreamCounts RunStream(ExperimentPair& pair, const StreamPlan& plan);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_STREAM_H_
