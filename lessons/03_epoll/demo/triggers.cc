// What level, edge and one-shot report.
#include <sys/epoll.h>

#include "03_epoll/demo/steps.h"
#include "03_epoll/experiments/triggers.h"
#include "03_epoll/experiments/waveform.h"

namespace l03 {

void ShowReports(support::Narrator& say) {
  say.Step("Ten bytes arrive; each report is answered by one recv of five bytes.");
  say.Check(CountReports(0) == 2, "level-triggered: reported twice, until nothing is left");
  say.Check(CountReports(EPOLLET) == 1,
            "edge-triggered: reported once; the last five bytes wait, and nobody is told");
  say.Check(CountReports(EPOLLONESHOT) == 1,
            "one-shot: reported once, then the socket is disarmed");
}

void ShowWaveform(support::Narrator& say) {
  say.Step(
      "The same socket, watched in three ways at once. After each action all three are asked.");
  const std::vector<WaveformSample> samples = RecordWaveform();
  for (const std::string& line : DrawWaveform(samples)) say.Say(line);

  bool level_follows_bytes = true;
  int edges = 0, shots = 0;
  for (const WaveformSample& sample : samples) {
    level_follows_bytes = level_follows_bytes && sample.level == (sample.waiting > 0);
    edges += sample.edge ? 1 : 0;
    shots += sample.one_shot ? 1 : 0;
  }
  say.Check(level_follows_bytes, "the level is up exactly while bytes wait");
  say.Check(edges == 4, "an edge for each arrival, and one because of epoll_ctl MOD");
  say.Check(shots == 2, "one-shot: one report for each time it was armed");
}

void ShowWritable(support::Narrator& say) {
  say.Step("EPOLLOUT, asked twice at each station.");
  const WritableReports level = CountWritableReports(0);
  const WritableReports edge = CountWritableReports(EPOLLET);
  say.Check(level.after_registering == 2 && level.after_sends == 2,
            "level: always there while there is room, so ask for it only with a rest to send");
  say.Check(edge.after_registering == 1, "edge: once, when the socket is added");
  say.Check(edge.after_sends == 0, "edge: silent after three sends that took everything");
  say.Check(edge.while_full == 0 && edge.after_room_is_made == 1,
            "edge: again after a send that would have blocked, once there is room");
}

void ShowOneShot(support::Narrator& say) {
  say.Step("Two threads share one epoll instance. More bytes come while the first one works.");
  say.Check(CountWorkersTold(0) == 2, "level-triggered: both are told, and both would read");
  say.Check(CountWorkersTold(EPOLLET) == 2, "edge-triggered: both are told, too: it is a new edge");
  say.Check(CountWorkersTold(EPOLLONESHOT) == 1, "one-shot: only the first, until it arms again");
}

}  // namespace l03
