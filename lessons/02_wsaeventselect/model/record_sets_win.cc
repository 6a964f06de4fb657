// Windows keeps its record to itself.
#include "02_wsaeventselect/model/record_sets.h"

namespace l02 {

std::optional<RecordSets> LookAtRecord(SOCKET) {
  return std::nullopt;
}

}  // namespace l02
