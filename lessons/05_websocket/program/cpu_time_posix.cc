// POSIX: a clock of its own (man 3 clock_gettime).
#include <ctime>

#include "05_websocket/program/cpu_time.h"

namespace l05 {

std::chrono::nanoseconds ProcessCpuTime() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace l05
