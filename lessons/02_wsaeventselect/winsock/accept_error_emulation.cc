// Elsewhere lesson 01's table has errno values: look for those that became this Winsock code.
#include "02_wsaeventselect/emulation/errors.h"
#include "02_wsaeventselect/winsock/accept_error.h"

namespace l02 {

l01::AcceptError ClassifyAcceptError(int code) {
  for (int value = 1; value <= kHighestErrno; ++value) {
    if (WinsockCode(value) != code) continue;
    // Two values may share a code, as EPERM and EACCES do. The milder one is meant.
    const l01::AcceptError kind = l01::ClassifyAcceptError(value);
    if (kind != l01::AcceptError::kBroken) return kind;
  }
  return l01::AcceptError::kBroken;
}

}  // namespace l02
