// Subtracting counts.
#include "02_wsaeventselect/servers/message_cost.h"

namespace l02 {

CallCounts Difference(const CallCounts& after, const CallCounts& before) {
  return {after.waits - before.waits, after.selects - before.selects, after.enums - before.enums};
}

}  // namespace l02
