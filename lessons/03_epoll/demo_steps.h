// The steps of the demo, in files by topic. Lesson 03.
#ifndef LESSONS_03_EPOLL_DEMO_STEPS_H_
#define LESSONS_03_EPOLL_DEMO_STEPS_H_

#include "support/narration.h"

namespace l03 {

// demo_triggers.cc: what the triggers report.
void ShowReports(support::Narrator& say);
void ShowWaveform(support::Narrator& say);
void ShowWritable(support::Narrator& say);
void ShowOneShot(support::Narrator& say);

// demo_traps.cc: what goes wrong.
void ShowForgetfulServer(support::Narrator& say);
void ShowHangUps(support::Narrator& say);
void ShowRegistrationTraps(support::Narrator& say);

// demo_loops.cc: what a loop waits for, and how many loops there may be.
void ShowSources(support::Narrator& say);
void ShowHerd(support::Narrator& say);
void ShowServers(support::Narrator& say);

// demo_costs.cc: what a message costs, with lesson 02's loop beside ours.
void ShowCosts(support::Narrator& say);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_DEMO_STEPS_H_
