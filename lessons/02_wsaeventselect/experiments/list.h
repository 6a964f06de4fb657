// The groups of experiments, one file each. Whoever adds an experiment adds it to its group; a new
// group is also named in list.cc. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_LIST_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_LIST_H_

#include <vector>

#include "02_wsaeventselect/experiments/experiment.h"

namespace l02 {

/// Is there a queue behind the wait or behind the enumeration?
std::vector<Experiment> QueueExperiments();
/// When does FD_WRITE come?
std::vector<Experiment> WriteExperiments();
/// How much may a write be?
std::vector<Experiment> WriteSizeExperiments();
/// Is FD_WRITE unlike all other events?
std::vector<Experiment> EdgeExperiments();
/// Which header comes first?
std::vector<Experiment> HeaderExperiments();
/// What does waiting cost, and what does blocking cost?
std::vector<Experiment> WaitingExperiments();
/// What does non-blocking save?
std::vector<Experiment> NonBlockingExperiments();
/// How many sockets can one thread serve?
std::vector<Experiment> ManySocketsExperiments();
/// Does one event hide another?
std::vector<Experiment> RecordExperiments();
/// What does `else if` do to a record?
std::vector<Experiment> ElseIfExperiments();
/// What is reported when a connection begins?
std::vector<Experiment> StartExperiments();
/// What is FD_WRITE for when much is sent?
std::vector<Experiment> FlowExperiments();
/// Who promises an FD_WRITE after a short send?
std::vector<Experiment> ShortSendExperiments();
/// May one just call send?
std::vector<Experiment> JustSendExperiments();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_LIST_H_
