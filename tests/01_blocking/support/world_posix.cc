#include "tests/01_blocking/support/world.h"

namespace l01 {

Ending EndingAfterReset() {
  return Ending::kReset;
}

bool TimeWaitIsIgnored() {
  return false;
}

}  // namespace l01
