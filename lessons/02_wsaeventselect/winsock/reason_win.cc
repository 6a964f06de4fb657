// Windows: the system knows its own codes.
#include "01_blocking/sockets/native.h"
#include "02_wsaeventselect/winsock/reason.h"

namespace l02 {

std::string WinsockReason(int code) {
  return l01::SystemReason(code);
}

}  // namespace l02
