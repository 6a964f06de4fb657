// The steps of the demo, in files by topic. Lesson 03.
#ifndef LESSONS_03_EPOLL_DEMO_STEPS_H_
#define LESSONS_03_EPOLL_DEMO_STEPS_H_

#include "support/narration.h"

namespace l03 {

// triggers.cc: what the triggers report.
/// Ten bytes, a buffer of five: how often each trigger reports.
void ShowReports(support::Narrator& say);
/// The three triggers on one socket, recorded and drawn.
void ShowWaveform(support::Narrator& say);
/// When EPOLLOUT is reported.
void ShowWritable(support::Narrator& say);
/// Two workers on one instance: who is told.
void ShowOneShot(support::Narrator& say);

// traps.cc: what goes wrong.
/// An edge-triggered server that does one step per edge, beside one that drains.
void ShowForgetfulServer(support::Narrator& say);
/// What is reported when a connection ends, and what cannot be switched off.
void ShowHangUps(support::Narrator& say);
/// Close and remove, duplicates, stale events.
void ShowRegistrationTraps(support::Narrator& say);

// loops.cc: what a loop waits for, and how many loops there may be.
/// eventfd, timerfd and signalfd in one wait.
void ShowSources(support::Narrator& say);
/// One client, four loops that wait for it.
void ShowHerd(support::Narrator& say);
/// Four echo servers serve two clients each.
void ShowServers(support::Narrator& say);

// costs.cc: what a message costs, with lesson 02's loop beside ours.
/// What a message costs in four loops, beside more and more idle clients.
void ShowCosts(support::Narrator& say);

}  // namespace l03

#endif  // LESSONS_03_EPOLL_DEMO_STEPS_H_
