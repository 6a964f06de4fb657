// Level, edge and one-shot drawn one above the other, as signals are drawn. Recorded, not invented:
// three epoll instances watch the same socket. Lesson 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_WAVEFORM_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_WAVEFORM_H_

#include <cstddef>
#include <string>
#include <vector>

namespace l03 {

/// What was seen after one action.
struct WaveformSample {
  std::string action;     // what had just been done
  std::size_t waiting;    // bytes in the receive buffer then
  bool level = false;     // the level-triggered instance reported the socket
  bool edge = false;      // the edge-triggered one did
  bool one_shot = false;  // the one-shot one did
};

/// Lets bytes arrive, reads some, arms again; after each action asks each instance once. The same
/// in every run. @throws l01::SocketError.
std::vector<WaveformSample> RecordWaveform();

/// The samples as lines of text: one column per action, one line per trigger.
std::vector<std::string> DrawWaveform(const std::vector<WaveformSample>& samples);

/// Records and prints the drawing: the figure of the lesson's page. Returns the exit code.
int ShowWaveformAlone();

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_WAVEFORM_H_
