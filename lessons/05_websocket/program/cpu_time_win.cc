// Windows: the process is asked; it counts in units of 100 ns.
#include <windows.h>

#include <cstdint>

#include "05_websocket/program/cpu_time.h"

namespace l05 {
namespace {

std::int64_t UnitsOf(const FILETIME& time) {
  return static_cast<std::int64_t>(time.dwHighDateTime) << 32 | time.dwLowDateTime;
}

}  // namespace

std::chrono::nanoseconds ProcessCpuTime() {
  FILETIME created{};
  FILETIME ended{};
  FILETIME system{};
  FILETIME user{};
  ::GetProcessTimes(::GetCurrentProcess(), &created, &ended, &system, &user);
  return std::chrono::nanoseconds(100 * (UnitsOf(system) + UnitsOf(user)));
}

}  // namespace l05
