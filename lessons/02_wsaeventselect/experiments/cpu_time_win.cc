// GetThreadTimes counts in units of 100 ns, in two halves.
// https://learn.microsoft.com/windows/win32/api/processthreadsapi/
#include <windows.h>

#include <cstdint>

#include "02_wsaeventselect/experiments/cpu_time.h"

namespace l02 {
namespace {

std::chrono::nanoseconds ToDuration(const FILETIME& time) {
  const auto units = std::int64_t{time.dwHighDateTime} << 32 | std::int64_t{time.dwLowDateTime};
  return std::chrono::nanoseconds(units * 100);
}

}  // namespace

std::chrono::nanoseconds ThreadCpuTime() {
  FILETIME created, exited, kernel, user;
  if (::GetThreadTimes(::GetCurrentThread(), &created, &exited, &kernel, &user) == 0) return {};
  return ToDuration(kernel) + ToDuration(user);
}

}  // namespace l02
