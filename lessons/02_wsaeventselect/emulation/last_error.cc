// One number for each thread.
#include "02_wsaeventselect/emulation/last_error.h"

namespace l02 {

int& LastError() {
  thread_local int code = 0;
  return code;
}

}  // namespace l02
