// Elsewhere: the text of the errno value that became this Winsock code.
#include <cerrno>

#include "01_blocking/sockets/native.h"
#include "02_wsaeventselect/emulation/codes.h"
#include "02_wsaeventselect/emulation/errors.h"
#include "02_wsaeventselect/winsock/reason.h"

namespace l02 {
std::string WinsockReason(int code) {
  // Every errno value without a Winsock code became WSAENETDOWN, so that one is not searched for.
  if (code == WSAENETDOWN) return l01::SystemReason(ENETDOWN);
  // Downwards, because the newer numbers are the more exact ones: ECONNRESET comes before EPIPE.
  for (int value = kHighestErrno; value > 0; --value) {
    if (WinsockCode(value) == code) return l01::SystemReason(value);
  }
  return "Winsock error " + std::to_string(code);
}

}  // namespace l02
