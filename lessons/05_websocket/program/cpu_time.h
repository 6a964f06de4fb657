// How much of the processor this process has used.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_CPU_TIME_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_CPU_TIME_H_

#include <chrono>

namespace l05 {

/// The time that processors have spent on all threads of this process, in the program and in the
/// system for it. Waiting does not count, and neither does what other programs do meanwhile: so it
/// compares two clients better than a clock does.
std::chrono::nanoseconds ProcessCpuTime();

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_CPU_TIME_H_
