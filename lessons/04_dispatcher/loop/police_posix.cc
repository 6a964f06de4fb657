// Linux counts the times a thread waited, and was interrupted: man 2 getrusage.
#include <sys/resource.h>

#include "04_dispatcher/loop/police.h"

namespace l04 {

Switches SwitchesOfThisThread() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  return {static_cast<std::uint64_t>(usage.ru_nvcsw), static_cast<std::uint64_t>(usage.ru_nivcsw)};
}

}  // namespace l04
