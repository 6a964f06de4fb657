// Linux counts the times a thread waited: man 2 getrusage.
#include <sys/resource.h>

#include "04_dispatcher/loop/police.h"

namespace l04 {

std::uint64_t VoluntarySwitches() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return static_cast<std::uint64_t>(usage.ru_nvcsw);
}

}  // namespace l04
