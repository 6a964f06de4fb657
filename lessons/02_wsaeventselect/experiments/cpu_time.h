// How long the calling thread has really computed, in contrast to how long it has existed.
// Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_CPU_TIME_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_CPU_TIME_H_

#include <chrono>

namespace l02 {

/// Processor time that this thread has used so far, in user and kernel mode. Windows counts it in
/// steps of some 15 ms, Wine in steps of 10 ms.
std::chrono::nanoseconds ThreadCpuTime();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_CPU_TIME_H_
