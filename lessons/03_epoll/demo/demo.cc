// The demo: from ten bytes that are reported twice to ten thousand clients that cost nothing.
#include "03_epoll/demo/demo.h"

#include "03_epoll/demo/steps.h"

namespace l03 {

int RunDemo() {
  support::Narrator say("Lesson 03: epoll tells who is ready. The question is how often.");
  ShowReports(say);
  ShowWaveform(say);
  ShowWritable(say);
  ShowForgetfulServer(say);
  ShowHangUps(say);
  ShowRegistrationTraps(say);
  ShowOneShot(say);
  ShowSources(say);
  ShowHerd(say);
  ShowServers(say);
  ShowCosts(say);
  return say.Finish();
}

}  // namespace l03
