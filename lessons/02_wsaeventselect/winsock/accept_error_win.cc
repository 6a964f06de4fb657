// Windows: lesson 01's table has Winsock's codes itself.
#include "02_wsaeventselect/winsock/accept_error.h"

namespace l02 {

l01::AcceptError ClassifyAcceptError(int code) {
  return l01::ClassifyAcceptError(code);
}

}  // namespace l02
