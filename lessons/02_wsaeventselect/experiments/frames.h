// Many small frames to a reader that is slower than the sender: once with a careless sender, once
// with a queue. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_FRAMES_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_FRAMES_H_

#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {

inline constexpr long kFrames = 10'000;  // of some 300 bytes each

/// What became of the frames.
struct FrameCounts {
  long intact = 0;        // arrived complete and in order
  long refused = 0;       // sends that took nothing: WSAEWOULDBLOCK
  long cut = 0;           // sends that took a part
  bool nonsense = false;  // the stream could not be cut into frames any more
};

/// Calls send for each frame and forgets it.
FrameCounts SendCarelessly();
/// Keeps what send does not take and goes on at FD_WRITE.
FrameCounts SendThroughQueue();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_FRAMES_H_
