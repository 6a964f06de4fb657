// No windows.h here, and so no winsock.h that could collide with anything.
#include "02_wsaeventselect/experiments/headers.h"

namespace l02 {

HeaderReport ReportHeaders() {
  return {.has_windows_h = false, .old_header_kept_out = true};
}

}  // namespace l02
