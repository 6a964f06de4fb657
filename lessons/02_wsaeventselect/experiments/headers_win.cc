// winsock2.h and windows.h in one file, in the order that works. That this compiles is the
// experiment. The build defines WIN32_LEAN_AND_MEAN, which keeps winsock.h out of windows.h in any
// order; here it is taken back, so that only the order protects us. Lesson 02.
#undef WIN32_LEAN_AND_MEAN
#include <winsock2.h>

// winsock2.h has defined the include guard of the old winsock.h. So the winsock.h which windows.h
// includes is empty. The other way round winsock.h comes first, declares sockaddr_in, fd_set, send
// and so on for version 1, and winsock2.h declares them once more.
#ifndef _WINSOCKAPI_
#error "the old winsock.h is not kept out"
#endif

// The empty line above matters: a formatter that sorts includes would put windows.h first.
#include <windows.h>

#include "02_wsaeventselect/experiments/headers.h"

namespace l02 {

HeaderReport ReportHeaders() {
  // Both headers are needed for this: a function of windows.h and a constant of winsock2.h only.
  static_assert(FD_ROUTING_INTERFACE_CHANGE != 0);
  return {.has_windows_h = ::GetCurrentProcessId() != 0, .old_header_kept_out = true};
}

}  // namespace l02
