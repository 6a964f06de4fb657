// man 3 clock_gettime: CLOCK_THREAD_CPUTIME_ID.
#include <ctime>

#include "02_wsaeventselect/experiments/cpu_time.h"

namespace l02 {

std::chrono::nanoseconds ThreadCpuTime() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace l02
